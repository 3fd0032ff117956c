//! What can happen on a random day, as data. Numbers choose among what is there.

use proptest::prelude::*;

/// One thing that happens.
#[derive(Clone, Debug)]
pub enum Step {
    Sell(Selling),
    Pay(Paying),
    Refund(Refunding),
    Post(Posting),
    Host(Hosting),
}

/// Merchants, customers and their orders.
#[derive(Clone, Debug)]
pub enum Selling {
    Asset { exponent: u8 },
    User,
    Plan { percent: i64, fixed: i64, on_refund: u8 },
    Merchant { plan: u8, review: u8, review_seconds: Option<u32>, window_seconds: Option<u32> },
    Activate { merchant: u8 },
    Suspend { merchant: u8 },
    Order { merchant: u8, customer: Option<u8>, total: i64, seconds: Option<i64> },
    Cancel { order: u8, by: u8 },
    Fulfil { order: u8, how: u8 },
}

/// Payments, from their start to their end.
#[derive(Clone, Debug)]
pub enum Paying {
    Start {
        order: u8,
        payer: u8,
        method: Option<u8>,
        by_hand: bool,
        part: Option<i64>,
        terms: Terms,
        confirm: bool,
    },
    TopUp {
        user: u8,
        amount: i64,
        from: Option<u8>,
        method: u8,
        terms: Terms,
        confirm: bool,
    },
    Attach {
        payment: u8,
        method: u8,
    },
    Confirm {
        payment: u8,
        verdict: u8,
        seconds: Option<i64>,
    },
    Challenge {
        payment: u8,
        passed: bool,
    },
    Review {
        payment: u8,
        approve: bool,
        by: u8,
    },
    Resume {
        payment: u8,
    },
    Cancel {
        payment: u8,
    },
    Capture {
        payment: u8,
        part: Option<i64>,
        last: bool,
    },
    Increment {
        payment: u8,
        amount: i64,
    },
    Void {
        payment: u8,
    },
    ReleaseRest {
        payment: u8,
    },
}

/// What a payment is started with beside its amount.
#[derive(Clone, Debug)]
pub struct Terms {
    pub attempts: Option<u32>,
    pub seconds: Option<i64>,
    pub authorised_for: Option<u32>,
}

/// Refunds, from their request to their end.
#[derive(Clone, Debug)]
pub enum Refunding {
    Request { payment: u8, part: Option<i64>, by_merchant: bool },
    Approve { refund: u8, by: u8 },
    Reject { refund: u8 },
    Withdraw { refund: u8 },
    Retry { refund: u8 },
    Reroute { refund: u8, to: u8 },
    GiveUp { refund: u8 },
    Close { refund: u8 },
}

/// The ledger by hand.
#[derive(Clone, Debug)]
pub enum Posting {
    Open {
        owner: u8,
        purpose: u8,
        least: Option<i64>,
        most: Option<i64>,
    },
    Freeze {
        account: u8,
        sides: u8,
    },
    Unfreeze {
        account: u8,
        sides: u8,
    },
    Bounds {
        account: u8,
        least: Option<i64>,
        most: Option<i64>,
    },
    Close {
        account: u8,
    },
    Post {
        from: u8,
        to: u8,
        amount: i64,
        id: u8,
    },
    Hold {
        from: u8,
        to: u8,
        amount: i64,
        id: u8,
        seconds: Option<i64>,
    },
    PostHold {
        hold: u8,
        part: Option<i64>,
    },
    VoidHold {
        hold: u8,
    },
    Chain {
        links: Vec<(u8, u8, i64)>,
    },
    /// As much as there is, counting from so many seconds ago.
    Balance {
        from: u8,
        to: u8,
        most: i64,
        id: u8,
        within: u8,
        ago: Option<i64>,
    },
    Exchange {
        account: u8,
        amount: i64,
        into: bool,
        ago: Option<i64>,
    },
    CloseBooks {
        ago: i64,
    },
    Forget {
        days: i64,
    },
    Raise {
        to: u32,
    },
}

/// The host: channels, workers, clocks, cases, and requests that come twice.
#[derive(Clone, Debug)]
pub enum Hosting {
    Observe { operation: u8, outcome: u8 },
    Work { outcome: u8 },
    Claim { most: u32, lease: u32 },
    ClaimThese { effects: Vec<u8>, lease: u32 },
    Complete { effect: u8, outcome: u8, worker: u8 },
    Recover { worker: u8 },
    RecoverThese { effects: Vec<u8>, worker: Option<u8> },
    RetryReversal { operation: u8 },
    CloseCase { case: u8 },
    Tick,
    TimeOut { kind: u8, record: u8 },
    WaitFor { kind: u8, record: u8 },
    Wait { seconds: i64 },
    Again { request: u8 },
    Together { requests: Vec<u8> },
}

impl Step {
    /// A day of at most so many steps. Some days turn around refunds or around what channels say, so that
    /// chance leads deep into those too.
    pub fn days(most: usize) -> impl Strategy<Value = Vec<Self>> {
        let day = move |weights| prop::collection::vec(Self::any(weights), 1..most);
        prop_oneof![
            2 => day([12, 38, 20, 13, 48]),
            1 => day([3, 10, 40, 3, 60]),
            1 => day([6, 40, 4, 4, 60]),
        ]
    }

    /// Selling, paying, refunding, posting and hosting, so often each.
    pub fn any([sell, pay, refund, post, host]: [u32; 5]) -> impl Strategy<Value = Self> + Clone {
        prop_oneof![
            sell => selling().prop_map(Self::Sell).boxed(),
            pay => paying().prop_map(Self::Pay).boxed(),
            refund => refunding().prop_map(Self::Refund).boxed(),
            post => posting().prop_map(Self::Post).boxed(),
            host => hosting().prop_map(Self::Host).boxed(),
        ]
    }
}

/// Mostly small, so that sums meet each other; sometimes nothing, sometimes more than there is.
fn amount() -> impl Strategy<Value = i64> {
    prop_oneof![24 => 1_i64..600, 1 => Just(0_i64), 1 => Just(i64::MAX)]
}

fn part() -> impl Strategy<Value = Option<i64>> {
    proptest::option::of(amount())
}

fn mostly() -> impl Strategy<Value = bool> {
    proptest::bool::weighted(0.85)
}

/// Seldom a time, and then one that the day may reach.
fn seconds() -> impl Strategy<Value = Option<i64>> {
    proptest::option::weighted(0.25, prop_oneof![9 => 1_i64..2_000, 1 => -5_i64..1])
}

fn terms() -> impl Strategy<Value = Terms> {
    let attempts = proptest::option::weighted(0.6, 1_u32..4);
    let authorised_for = proptest::option::weighted(0.3, 60_u32..4_000);
    (attempts, seconds(), authorised_for).prop_map(|(attempts, seconds, authorised_for)| Terms {
        attempts,
        seconds,
        authorised_for,
    })
}

fn bound(from: i64, to: i64) -> impl Strategy<Value = Option<i64>> {
    proptest::option::of(from..to)
}

fn selling() -> impl Strategy<Value = Selling> {
    let n = any::<u8>;
    let policy = || proptest::option::of(60_u32..4_000);
    prop_oneof![
        1 => (0..4_u8).prop_map(|exponent| Selling::Asset { exponent }),
        2 => Just(Selling::User),
        1 => (0_i64..101, 0_i64..50, n())
            .prop_map(|(percent, fixed, on_refund)| Selling::Plan { percent, fixed, on_refund }),
        1 => (n(), n(), policy(), policy()).prop_map(|(plan, review, review_seconds, window_seconds)| {
            Selling::Merchant { plan, review, review_seconds, window_seconds }
        }),
        4 => n().prop_map(|merchant| Selling::Activate { merchant }),
        1 => n().prop_map(|merchant| Selling::Suspend { merchant }),
        12 => (n(), proptest::option::weighted(0.8, n()), 1_i64..2_500, seconds()).prop_map(
            |(merchant, customer, total, seconds)| Selling::Order { merchant, customer, total, seconds }),
        3 => (n(), n()).prop_map(|(order, by)| Selling::Cancel { order, by }),
        2 => (n(), n()).prop_map(|(order, how)| Selling::Fulfil { order, how }),
    ]
}

fn paying() -> impl Strategy<Value = Paying> {
    let n = any::<u8>;
    let method = proptest::option::weighted(0.9, n());
    let start = (n(), n(), method, any::<bool>(), part(), terms(), mostly());
    let top_up = (n(), 1_i64..5_000, proptest::option::weighted(0.3, n()), n(), terms(), mostly());
    prop_oneof![
        12 => start.prop_map(|(order, payer, method, by_hand, part, terms, confirm)| {
            Paying::Start { order, payer, method, by_hand, part, terms, confirm }
        }),
        4 => top_up.prop_map(|(user, amount, from, method, terms, confirm)| {
            Paying::TopUp { user, amount, from, method, terms, confirm }
        }),
        4 => (n(), n()).prop_map(|(payment, method)| Paying::Attach { payment, method }),
        6 => (n(), n(), seconds())
            .prop_map(|(payment, verdict, seconds)| Paying::Confirm { payment, verdict, seconds }),
        5 => (n(), proptest::bool::weighted(0.35))
            .prop_map(|(payment, passed)| Paying::Challenge { payment, passed }),
        2 => (n(), any::<bool>(), n())
            .prop_map(|(payment, approve, by)| Paying::Review { payment, approve, by }),
        2 => n().prop_map(|payment| Paying::Resume { payment }),
        1 => n().prop_map(|payment| Paying::Cancel { payment }),
        9 => (n(), part(), any::<bool>())
            .prop_map(|(payment, part, last)| Paying::Capture { payment, part, last }),
        4 => (n(), 1_i64..300).prop_map(|(payment, amount)| Paying::Increment { payment, amount }),
        2 => n().prop_map(|payment| Paying::Void { payment }),
        2 => n().prop_map(|payment| Paying::ReleaseRest { payment }),
    ]
}

fn refunding() -> impl Strategy<Value = Refunding> {
    let n = any::<u8>;
    prop_oneof![
        8 => (n(), part(), any::<bool>())
            .prop_map(|(payment, part, by_merchant)| Refunding::Request { payment, part, by_merchant }),
        3 => (n(), n()).prop_map(|(refund, by)| Refunding::Approve { refund, by }),
        1 => n().prop_map(|refund| Refunding::Reject { refund }),
        2 => n().prop_map(|refund| Refunding::Withdraw { refund }),
        4 => n().prop_map(|refund| Refunding::Retry { refund }),
        4 => (n(), n()).prop_map(|(refund, to)| Refunding::Reroute { refund, to }),
        1 => n().prop_map(|refund| Refunding::GiveUp { refund }),
        2 => n().prop_map(|refund| Refunding::Close { refund }),
    ]
}

fn posting() -> impl Strategy<Value = Posting> {
    let n = any::<u8>;
    prop_oneof![
        2 => (n(), n(), bound(-500, 100), bound(0, 6_000))
            .prop_map(|(owner, purpose, least, most)| Posting::Open { owner, purpose, least, most }),
        4 => (n(), n()).prop_map(|(account, sides)| Posting::Freeze { account, sides }),
        3 => (n(), n()).prop_map(|(account, sides)| Posting::Unfreeze { account, sides }),
        2 => (n(), bound(-500, 300), bound(0, 6_000))
            .prop_map(|(account, least, most)| Posting::Bounds { account, least, most }),
        3 => n().prop_map(|account| Posting::Close { account }),
        4 => (n(), n(), amount(), n())
            .prop_map(|(from, to, amount, id)| Posting::Post { from, to, amount, id }),
        3 => (n(), n(), amount(), n(), proptest::option::of(-5_i64..2_000)).prop_map(
            |(from, to, amount, id, seconds)| Posting::Hold { from, to, amount, id, seconds }),
        2 => (n(), part()).prop_map(|(hold, part)| Posting::PostHold { hold, part }),
        1 => n().prop_map(|hold| Posting::VoidHold { hold }),
        1 => prop::collection::vec((n(), n(), amount()), 1..5).prop_map(|links| Posting::Chain { links }),
        2 => (n(), n(), amount(), n(), n(), ago()).prop_map(|(from, to, most, id, within, ago)| {
            Posting::Balance { from, to, most, id, within, ago }
        }),
        2 => (n(), amount(), any::<bool>(), ago())
            .prop_map(|(account, amount, into, ago)| Posting::Exchange { account, amount, into, ago }),
        1 => (-5_i64..5_000).prop_map(|ago| Posting::CloseBooks { ago }),
        1 => (25_i64..60).prop_map(|days| Posting::Forget { days }),
        1 => (0_u32..3).prop_map(|to| Posting::Raise { to }),
    ]
}

/// Seldom a moment that has passed, and then within the day.
fn ago() -> impl Strategy<Value = Option<i64>> {
    proptest::option::weighted(0.4, -5_i64..5_000)
}

fn hosting() -> impl Strategy<Value = Hosting> {
    let n = any::<u8>;
    let some = || prop::collection::vec(any::<u8>(), 1..4);
    prop_oneof![
        14 => (n(), n()).prop_map(|(operation, outcome)| Hosting::Observe { operation, outcome }),
        6 => n().prop_map(|outcome| Hosting::Work { outcome }),
        5 => (1..5_u32, 1..200_u32).prop_map(|(most, lease)| Hosting::Claim { most, lease }),
        1 => (some(), 1..200_u32).prop_map(|(effects, lease)| Hosting::ClaimThese { effects, lease }),
        8 => (n(), n(), n())
            .prop_map(|(effect, outcome, worker)| Hosting::Complete { effect, outcome, worker }),
        1 => n().prop_map(|worker| Hosting::Recover { worker }),
        1 => (some(), proptest::option::of(n()))
            .prop_map(|(effects, worker)| Hosting::RecoverThese { effects, worker }),
        2 => n().prop_map(|operation| Hosting::RetryReversal { operation }),
        2 => n().prop_map(|case| Hosting::CloseCase { case }),
        4 => Just(Hosting::Tick),
        2 => (0..5_u8, n()).prop_map(|(kind, record)| Hosting::TimeOut { kind, record }),
        4 => (0..5_u8, n()).prop_map(|(kind, record)| Hosting::WaitFor { kind, record }),
        4 => wait().prop_map(|seconds| Hosting::Wait { seconds }),
        3 => n().prop_map(|request| Hosting::Again { request }),
        1 => prop::collection::vec(n(), 1..5).prop_map(|requests| Hosting::Together { requests }),
    ]
}

/// Mostly minutes; sometimes a week, so that authorisations end; sometimes a little back.
fn wait() -> impl Strategy<Value = i64> {
    prop_oneof![8 => 1_i64..2_000, 1 => Just(700_000_i64), 1 => -100_i64..0]
}
