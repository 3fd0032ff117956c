//! Questions that are all on their way before the first answer is awaited.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

/// A question to the server; it is sent when it is first polled.
pub(crate) type Question<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Sends all questions in order, then awaits their answers in order.
pub(crate) async fn together<T>(questions: Vec<Question<'_, T>>) -> Vec<T> {
    let mut asked = VecDeque::with_capacity(questions.len());
    for mut question in questions {
        let first = poll_fn(|context| match question.as_mut().poll(context) {
            Poll::Ready(answer) => Poll::Ready(Some(answer)),
            Poll::Pending => Poll::Ready(None),
        });
        let first = first.await;
        asked.push_back((question, first));
    }
    let mut answers = Vec::with_capacity(asked.len());
    while let Some((question, first)) = asked.pop_front() {
        answers.push(match first {
            Some(answer) => answer,
            None => question.await,
        });
    }
    answers
}
