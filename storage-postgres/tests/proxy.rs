//! Somebody between storage and server, who passes everything on and does to it what networks do.

use crate::server::server;
use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// What is done at the next COMMIT, or at the next beginning of a transaction that writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AtCommit {
    /// It is passed on like everything else.
    Pass,
    /// The connection ends, and the server never hears of it.
    CutBefore,
    /// It is passed on so much later, if anybody still waits.
    Held(Duration),
    /// The server never hears of it, and no answer ever comes.
    Swallowed,
    /// The server is asked for something before that it refuses, which nobody is told.
    Spoil,
    /// These words of it are others when the server hears of it, as many bytes long.
    Garbled(&'static str, &'static str),
    /// The server hears of it, and the connection ends before its answer is passed on.
    CutAfter,
    /// The server hears of it, and its answer is passed on so much later.
    Late(Duration),
    /// The server hears of it, and no answer ever comes.
    Silence,
}

#[derive(Debug)]
struct Shared {
    /// What is done, and at which words.
    next: Mutex<(&'static [u8], AtCommit)>,
    /// Answers are held back until nothing was asked for so long.
    latency: Mutex<Duration>,
    trips: AtomicUsize,
    ended: AtomicBool,
    cut_all: AtomicUsize,
}

/// A port that leads to the server.
#[derive(Debug)]
pub struct Proxy {
    shared: Arc<Shared>,
    port: u16,
}

/// How a simple query that ends in that word looks on its way,
const COMMIT: &[u8] = b"COMMIT\0";
/// and one that begins a transaction which writes.
const BEGIN: &[u8] = b"BEGIN ISOLATION LEVEL READ COMMITTED";

impl Proxy {
    pub fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared {
            next: Mutex::new((COMMIT, AtCommit::Pass)),
            latency: Mutex::new(Duration::ZERO),
            trips: AtomicUsize::new(0),
            ended: AtomicBool::new(false),
            cut_all: AtomicUsize::new(0),
        });
        let of_listener = Arc::clone(&shared);
        thread::spawn(move || {
            for client in listener.incoming() {
                if of_listener.ended.load(Ordering::Relaxed) {
                    break;
                }
                let of_connection = Arc::clone(&of_listener);
                thread::spawn(move || pass(client.unwrap(), &of_connection));
            }
        });
        Self { shared, port }
    }

    pub fn address(&self) -> String {
        server().address_at(self.port)
    }

    pub fn at_commit(&self, what: AtCommit) {
        *self.shared.next.lock().unwrap() = (COMMIT, what);
    }

    /// Before COMMIT, with all that is asked before it.
    pub fn at_begin(&self, what: AtCommit) {
        *self.shared.next.lock().unwrap() = (BEGIN, what);
    }

    /// Holds answers back until nothing was asked for so long, and counts the times.
    pub fn set_latency(&self, latency: Duration) {
        *self.shared.latency.lock().unwrap() = latency;
    }

    /// How often answers were let through that somebody had asked for since the last time.
    pub fn trips(&self) -> usize {
        self.shared.trips.load(Ordering::SeqCst)
    }

    /// Ends every connection there is.
    pub fn cut_all(&self) {
        self.shared.cut_all.fetch_add(1, Ordering::SeqCst);
        thread::sleep(Duration::from_millis(100));
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.ended.store(true, Ordering::Relaxed);
        // Wakes the listener.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
    }
}

fn read(from: &mut TcpStream, into: &mut [u8]) -> Option<usize> {
    match from.read(into) {
        Ok(0) => None,
        Ok(read) => Some(read),
        Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => Some(0),
        Err(_) => None,
    }
}

/// Has the server refuse something in the transaction that is open.
fn spoil(upstream: &mut TcpStream) {
    const REFUSED: &[u8] = b"Q\0\0\0\x0fSELECT 1/0\0";
    // How the server says that it waits for more, in a transaction of which nothing will come.
    const READY: &[u8] = b"Z\0\0\0\x05E";
    upstream.write_all(REFUSED).unwrap();
    let (mut said, mut buffer) = (Vec::new(), vec![0; 1 << 12]);
    while !said.ends_with(READY) {
        let read = read(upstream, &mut buffer).unwrap();
        said.extend_from_slice(&buffer[..read]);
    }
}

fn garble(questions: &mut [u8], words: &str, others: &str) {
    assert_eq!(words.len(), others.len());
    let at = questions.windows(words.len()).position(|part| part == words.as_bytes()).unwrap();
    questions[at..at + words.len()].copy_from_slice(others.as_bytes());
}

impl Shared {
    /// What is done with this question.
    fn next(&self, question: &[u8]) -> AtCommit {
        let mut next = self.next.lock().unwrap();
        if question.windows(next.0.len()).any(|part| part == next.0) {
            return std::mem::replace(&mut next.1, AtCommit::Pass);
        }
        AtCommit::Pass
    }
}

fn pass(mut client: TcpStream, shared: &Shared) {
    let mut upstream = TcpStream::connect(("127.0.0.1", server().port())).unwrap();
    for stream in [&client, &upstream] {
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(1))).unwrap();
    }
    let cuts = shared.cut_all.load(Ordering::SeqCst);
    let (mut questions, mut held, mut asked, mut what) = (Vec::new(), Vec::new(), None, AtCommit::Pass);
    let mut buffer = vec![0; 1 << 16];
    while cuts == shared.cut_all.load(Ordering::SeqCst) {
        let Some(read_of_client) = read(&mut client, &mut buffer) else { break };
        let question = &buffer[..read_of_client];
        if !question.is_empty() {
            asked = Some(Instant::now());
            questions.extend_from_slice(question);
            match shared.next(question) {
                AtCommit::Pass => {}
                AtCommit::Spoil => spoil(&mut upstream),
                AtCommit::Garbled(words, others) => garble(&mut questions, words, others),
                other => what = other,
            }
        }
        let since = asked.map_or(Duration::ZERO, |at| at.elapsed());
        match what {
            AtCommit::CutBefore => break,
            AtCommit::Swallowed => questions.clear(),
            AtCommit::Held(long) if since < long => continue,
            _ => {}
        }
        if upstream.write_all(&questions).is_err() {
            break;
        }
        questions.clear();
        if what == AtCommit::CutAfter {
            // Long enough for the server to be done with it.
            thread::sleep(Duration::from_millis(200));
            break;
        }
        let Some(read_of_server) = read(&mut upstream, &mut buffer) else { break };
        held.extend_from_slice(&buffer[..read_of_server]);
        let latency = match what {
            AtCommit::Silence | AtCommit::Swallowed => continue,
            AtCommit::Late(long) => long,
            _ => *shared.latency.lock().unwrap(),
        };
        if held.is_empty() || (asked.is_some() && since < latency) {
            continue;
        }
        if asked.take().is_some() {
            shared.trips.fetch_add(1, Ordering::SeqCst);
        }
        if client.write_all(&held).is_err() {
            break;
        }
        held.clear();
        what = AtCommit::Pass;
    }
    let _ = client.shutdown(Shutdown::Both);
    let _ = upstream.shutdown(Shutdown::Both);
}
