//! Accounts found by owner, purpose and state.

use crate::support::{World, gbp, on_both};
use paywright::{
    Account, AccountKey, AccountState, AccountsOf, CloseAccount, Cursor, FreezeAccount, OpenAccount, Owner,
    Page, PageOf, Purpose, Request, Sides, UserId,
};

on_both![
    any_combination_finds_what_looking_at_all_finds,
    a_filter_that_finds_little_gives_short_pages_that_go_on,
    a_page_of_none_or_too_many_is_refused,
    a_cursor_of_other_accounts_is_refused,
];

fn all(world: &World, of: &AccountsOf<'_>) -> Vec<Account> {
    let (mut accounts, mut after): (_, Option<Cursor>) = (Vec::new(), None);
    loop {
        let page = world.engine.accounts(&AccountsOf { after: after.as_ref(), ..of.clone() }).unwrap();
        assert!(page.items.len() <= usize::try_from(of.limit).unwrap());
        accounts.extend(page.items);
        after = page.next.map(|next| next.to_string().parse().unwrap());
        if after.is_none() {
            return accounts;
        }
    }
}

fn sorted(mut accounts: Vec<Account>) -> Vec<Account> {
    accounts.sort_by_key(|account| account.id);
    accounts
}

fn scene(world: &World) -> Vec<UserId> {
    let users: Vec<UserId> = (0..6).map(|nth| world.user(&format!("user {nth}"))).collect();
    let mut opened = Vec::new();
    for user in &users {
        for purpose in [Purpose::Wallet, Purpose::OfflineEscrow] {
            for scope in [None, Some("a"), Some("b")] {
                let scope = scope.map(str::to_owned);
                let key = AccountKey { scope, ..AccountKey::user(*user, purpose, gbp()) };
                opened.push(world.done(OpenAccount::new(key)).id);
            }
        }
    }
    world.done(OpenAccount::new(AccountKey::platform(Purpose::Bank, gbp())));
    for (nth, id) in opened.into_iter().enumerate() {
        match nth % 5 {
            1 => drop(world.done(FreezeAccount { sides: Sides::Debits, ..FreezeAccount::new(id) })),
            2 => drop(world.done(FreezeAccount::new(id))),
            3 => drop(world.done(CloseAccount::new(id))),
            _ => {}
        }
    }
    users
}

fn any_combination_finds_what_looking_at_all_finds(world: &World) {
    let users = scene(world);
    let everything: Vec<Account> = world.all();
    let owners = [None, Some(Owner::User(users[2])), Some(Owner::Platform)];
    let purposes = [None, Some(Purpose::Wallet), Some(Purpose::Bank), Some(Purpose::Loss)];
    let states = [None, Some(AccountState::Open), Some(AccountState::Frozen), Some(AccountState::Closed)];
    for owner in owners {
        for purpose in purposes {
            for state in states {
                let fits = |account: &&Account| {
                    owner.is_none_or(|owner| owner == account.owner)
                        && purpose.is_none_or(|purpose| purpose == account.purpose)
                        && state.is_none_or(|state| state == account.state)
                };
                let expected: Vec<Account> = everything.iter().filter(fits).cloned().collect();
                for limit in [1, 2, 5, 1_000] {
                    let of = AccountsOf { owner, purpose, state, limit, ..AccountsOf::ALL };
                    assert_eq!(sorted(all(world, &of)), sorted(expected.clone()), "{of:?}");
                }
            }
        }
    }
}

fn a_filter_that_finds_little_gives_short_pages_that_go_on(world: &World) {
    let open = |nth: u32| {
        let key = AccountKey::channel(format!("channel {nth:05}"), gbp());
        Request::new(OpenAccount::new(key))
    };
    world.engine.atomic((0..10_000).map(open)).unwrap();
    world.engine.atomic((10_000..10_300).map(open)).unwrap();
    let loss = world.done(OpenAccount::new(AccountKey::platform(Purpose::Loss, gbp()))).id;
    world.done(FreezeAccount::new(loss));
    let frozen = Some(AccountState::Frozen);
    let of = AccountsOf { owner: Some(Owner::Platform), state: frozen, ..AccountsOf::ALL };
    let first = world.engine.accounts(&of).unwrap();
    assert!(first.items.is_empty(), "a page looks at ten thousand accounts");
    let second = world.engine.accounts(&AccountsOf { after: first.next.as_ref(), ..of }).unwrap();
    assert_eq!((second.items.len(), second.items[0].id, second.next), (1, loss, None));
    // By its own index a state needs no search.
    let by_state = world.engine.accounts(&AccountsOf { state: frozen, ..AccountsOf::ALL }).unwrap();
    assert_eq!((by_state.items[0].id, by_state.next), (loss, None));
}

fn a_page_of_none_or_too_many_is_refused(world: &World) {
    for limit in [0, 1_001, u32::MAX] {
        let error = world.engine.accounts(&AccountsOf { limit, ..AccountsOf::ALL }).unwrap_err();
        assert_eq!(error.code(), "too_many", "{error}");
    }
    let nobody = AccountsOf { owner: Some(Owner::User(UserId::derived("nobody"))), ..AccountsOf::ALL };
    assert_eq!(world.engine.accounts(&nobody).unwrap(), Page { items: Vec::new(), next: None });
}

fn a_cursor_of_other_accounts_is_refused(world: &World) {
    let users = scene(world);
    let user = Some(Owner::User(users[0]));
    let first = |of: AccountsOf<'_>| world.engine.accounts(&AccountsOf { limit: 1, ..of }).unwrap().next;
    let all = AccountsOf::ALL;
    let of_user = AccountsOf { owner: user, ..all.clone() };
    let of_wallets = AccountsOf { purpose: Some(Purpose::Wallet), ..all.clone() };
    let of_open = AccountsOf { state: Some(AccountState::Open), ..all.clone() };
    let lists = [all, of_user, of_wallets, of_open];
    for (place, given) in lists.iter().enumerate() {
        let cursor = first(given.clone()).unwrap();
        for (other, asked) in lists.iter().enumerate() {
            let page = world.engine.accounts(&AccountsOf { after: Some(&cursor), ..asked.clone() });
            let code = page.err().map(|error| error.code());
            assert_eq!(code, Some("invalid_cursor").filter(|_| place != other), "{given:?} {asked:?}");
        }
    }
    let someone_elses = AccountsOf { owner: Some(Owner::User(users[1])), ..AccountsOf::ALL };
    let cursor = first(someone_elses).unwrap();
    let page = world.engine.accounts(&AccountsOf { owner: user, after: Some(&cursor), ..AccountsOf::ALL });
    assert_eq!(page.unwrap_err().code(), "invalid_cursor");
    let of_a_list = world.engine.list::<paywright::User>(&PageOf { limit: 1, ..PageOf::ALL }).unwrap();
    let by_user = AccountsOf { owner: user, after: of_a_list.next.as_ref(), ..AccountsOf::ALL };
    assert_eq!(world.engine.accounts(&by_user).unwrap_err().code(), "invalid_cursor");
}
