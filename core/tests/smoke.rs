use paywright::*;
use std::sync::Arc;
#[derive(Clone)]
struct Fixed(Arc<std::sync::atomic::AtomicI64>);
impl Clock for Fixed {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(std::sync::atomic::Ordering::SeqCst))
    }
}
#[test]
fn smoke() {
    let clock = Fixed(Arc::new(1_764_000_000_000_000.into()));
    let e = Engine::with(MemoryStorage::new(), clock, SeededEntropy(7)).unwrap();
    let plan = e
        .request(CreateFeePlan::new("std", "0.029".parse().unwrap(), "0.30 GBP".parse().unwrap()))
        .key("p")
        .execute()
        .unwrap();
    let m = e
        .request(RegisterMerchant {
            refund_review: RefundReview::NotRequired,
            ..RegisterMerchant::new("M", plan.id)
        })
        .key("m")
        .execute()
        .unwrap();
    e.execute(ActivateMerchant::new(m.id)).unwrap();
    let u = e.request(RegisterUser::new("u")).key("u").execute().unwrap();
    let t = e
        .request(StartPayment::top_up(u.id, "50.00 GBP".parse().unwrap(), Method::channel("cards")))
        .key("t")
        .execute()
        .unwrap();
    e.execute(ConfirmPayment::new(t.id)).unwrap();
    let work = e.claim("w", 10, 60).unwrap();
    assert_eq!(work.len(), 1);
    e.execute(CompleteEffect::new(work[0].effect.id, "w", Outcome::Succeeded)).unwrap();
    let o = e
        .request(PlaceOrder { customer: Some(u.id), ..PlaceOrder::new(m.id, "18.50 GBP".parse().unwrap()) })
        .key("o")
        .execute()
        .unwrap();
    let p = e.request(StartPayment::new(o.id, Method::Wallet)).key("s").execute().unwrap();
    let p = e.execute(ConfirmPayment::new(p.id)).unwrap();
    assert_eq!(p.state, PaymentState::Succeeded);
    let again = e.request(StartPayment::new(o.id, Method::Wallet)).key("s").answer().unwrap();
    assert_eq!(again.acceptance, Acceptance::Replayed);
    let r = e.request(RequestRefund::all(p.id)).key("r").execute().unwrap();
    assert_eq!(r.state, RefundState::Succeeded);
    let err = e.request(RequestRefund::all(p.id)).key("r2").execute().unwrap_err();
    assert_eq!(err.code(), "exceeds_refundable");
    let v = e.verify(&[]).unwrap();
    assert!(v.is_clean(), "{:#?}", v);
    println!("{v:?}");
    for l in e.trial_balance().unwrap() {
        println!("{l:?}");
    }
}
