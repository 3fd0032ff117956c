//! Statements: what moved on an account, page by page, from either end.

use crate::past::{Past, RENT, Told};
use crate::support::shop::{pence, wallet};
use crate::support::{World, gbp, on_both};
use paywright::storage::Direction::{Ascending, Descending};
use paywright::{
    Account, AccountId, AccountKey, Cursor, NewTransfer, OpenAccount, Page, PageOf, PostTransfers, Purpose,
    StatementLine, StatementLines, StatementOf, Timestamp, Transfer, TransferKind,
};

on_both![
    a_statement_is_what_adding_all_up_gives,
    the_newest_line_bears_the_balance,
    the_direction_may_change_on_the_way,
    pages_go_on_while_others_write,
    a_filter_that_finds_little_gives_short_pages_that_go_on,
    a_time_that_ends_before_it_begins_holds_no_lines,
    a_page_of_none_or_too_many_is_refused,
    a_cursor_that_no_page_of_this_account_gave_is_refused,
    an_account_without_lines_has_an_empty_statement,
];

fn page(world: &World, of: &StatementOf<'_>) -> Page<StatementLine> {
    world.engine.statement(of).unwrap().unwrap()
}

/// All pages, one after another.
fn all(world: &World, of: &StatementOf<'_>) -> Vec<StatementLine> {
    let (mut lines, mut after): (_, Option<Cursor>) = (Vec::new(), None);
    loop {
        let page = page(world, &StatementOf { after: after.as_ref(), ..of.clone() });
        assert!(page.items.len() <= usize::try_from(of.limit).unwrap());
        lines.extend(page.items);
        assert!(after.is_none() || after != page.next, "the pages stand still");
        // What a cursor says survives its text.
        after = page.next.map(|next| next.to_string().parse().unwrap());
        if after.is_none() {
            return lines;
        }
    }
}

fn shown(of: &StatementOf<'_>, transfer: &Transfer) -> bool {
    of.from.is_none_or(|from| transfer.recorded_at >= from)
        && of.below.is_none_or(|below| transfer.recorded_at < below)
        && of.kind.is_none_or(|kind| transfer.kind == kind)
        && (of.lines == StatementLines::All || transfer.phase.moves_money())
}

fn a_statement_is_what_adding_all_up_gives(world: &World) {
    let past = Past::of(world, 11, 240);
    let told = Told::by(world);
    assert!(world.dump().rows("marks").len() > 15, "{}", world.dump().rows("marks").len());
    let at = |part: usize| Some(told.transfers[told.transfers.len() * part / 10].recorded_at);
    let ranges = [(None, None), (at(3), None), (None, at(7)), (at(3), at(7)), (at(5), at(5)), (at(0), at(1))];
    for id in past.accounts {
        let account = world.engine.get::<Account>(id).unwrap().unwrap();
        let lines = told.lines(&account);
        assert!(lines.len() > 130, "too few for marks: {}", lines.len());
        for (nth, (from, below)) in ranges.into_iter().enumerate() {
            for (kind, which) in [
                (None, StatementLines::All),
                (None, StatementLines::Posted),
                (Some(RENT), StatementLines::Posted),
                (Some(TransferKind(1_001)), StatementLines::All),
            ] {
                let limit = [1, 7, 64, 65, 100, 1_000][nth];
                let of = StatementOf { from, below, kind, lines: which, limit, ..StatementOf::new(id) };
                let mut expected: Vec<_> =
                    lines.iter().filter(|(transfer, _)| shown(&of, transfer)).cloned().collect();
                for direction in [Ascending, Descending] {
                    let found = all(world, &StatementOf { direction, ..of.clone() });
                    assert!(found.iter().all(|line| line.transfer.side_of(id) == Some(line.side)));
                    let found: Vec<_> = found.into_iter().map(|line| (line.transfer, line.balance)).collect();
                    assert!(found == expected, "{direction:?} {of:?}");
                    expected.reverse();
                }
            }
        }
    }
}

fn the_newest_line_bears_the_balance(world: &World) {
    let past = Past::of(world, 12, 80);
    for id in past.accounts {
        let of = StatementOf { direction: Descending, limit: 1, ..StatementOf::new(id) };
        let newest = page(world, &of).items.remove(0);
        assert_eq!(newest.balance, world.engine.balance(id).unwrap().unwrap().balance());
        let all = all(world, &StatementOf { direction: Ascending, limit: 90, ..of });
        assert_eq!(all.last(), Some(&newest));
    }
}

fn the_direction_may_change_on_the_way(world: &World) {
    let past = Past::of(world, 13, 80);
    for id in past.accounts {
        let of = StatementOf { lines: StatementLines::All, limit: 31, ..StatementOf::new(id) };
        let forth = page(world, &of);
        let back = StatementOf { after: forth.next.as_ref(), direction: Descending, ..of };
        let mut back = page(world, &back).items;
        back.reverse();
        // The line that the cursor names is behind both.
        assert_eq!(back, forth.items[..30]);
    }
}

fn drip(world: &World) -> (AccountId, AccountId) {
    let bank = world.done(OpenAccount::new(AccountKey::platform(Purpose::Bank, gbp()))).id;
    (bank, world.done(OpenAccount::new(wallet(world.user("u")))).id)
}

fn drips(world: &World, (bank, wallet): (AccountId, AccountId), count: usize) {
    world.done(PostTransfers::new(vec![NewTransfer::posted(bank, wallet, pence(1)); count]));
}

fn pages_go_on_while_others_write(world: &World) {
    let on = drip(world);
    drips(world, on, 150);
    for direction in [Ascending, Descending] {
        let of = StatementOf { direction, limit: 40, ..StatementOf::new(on.1) };
        let before = page(world, &StatementOf { limit: 1_000, ..of.clone() }).items;
        let first = page(world, &of);
        let other = world.colleague("meanwhile");
        drips(&other, on, 70);
        let rest = page(world, &StatementOf { limit: 1_000, after: first.next.as_ref(), ..of });
        let found = [first.items, rest.items].concat();
        assert_eq!(found[..before.len()], before);
        assert_eq!(found.len(), before.len() + if direction == Ascending { 70 } else { 0 });
    }
}

fn a_filter_that_finds_little_gives_short_pages_that_go_on(world: &World) {
    let on = drip(world);
    drips(world, on, 9_999);
    let rare = NewTransfer { kind: RENT, ..NewTransfer::posted(on.0, on.1, pence(5)) };
    world.done(PostTransfers::new([rare.clone()]));
    drips(world, on, 9_999);
    world.done(PostTransfers::new([rare]));
    for id in [on.0, on.1] {
        for direction in [Ascending, Descending] {
            let of = StatementOf { kind: Some(RENT), direction, ..StatementOf::new(id) };
            let first = page(world, &of);
            assert_eq!(first.items.len(), 1, "a page looks at ten thousand lines");
            let second = page(world, &StatementOf { after: first.next.as_ref(), ..of.clone() });
            assert_eq!((second.items.len(), second.next), (1, None));
            let none = StatementOf { kind: Some(TransferKind(1_001)), ..of };
            let empty = page(world, &none);
            assert!(empty.items.is_empty());
            let last = page(world, &StatementOf { after: empty.next.as_ref(), ..none.clone() });
            assert_eq!(last, Page { items: Vec::new(), next: None });
        }
    }
}

fn a_time_that_ends_before_it_begins_holds_no_lines(world: &World) {
    let on = drip(world);
    drips(world, on, 3);
    let now = world.clock.reads();
    let (start, end) = (Timestamp::from_micros(i64::MIN), Timestamp::from_micros(i64::MAX));
    let holds_none = [(now, now), (now.plus_seconds(1), now), (end, start), (end, end), (start, start)];
    for (from, below) in holds_none {
        let of = StatementOf { from: Some(from), below: Some(below), ..StatementOf::new(on.1) };
        assert_eq!(page(world, &of), Page { items: Vec::new(), next: None });
    }
    let of = StatementOf { from: Some(start), below: Some(end), ..StatementOf::new(on.1) };
    assert_eq!(page(world, &of).items.len(), 3);
}

fn a_page_of_none_or_too_many_is_refused(world: &World) {
    let on = drip(world);
    for limit in [0, 1_001, u32::MAX] {
        let error = world.engine.statement(&StatementOf { limit, ..StatementOf::new(on.1) }).unwrap_err();
        assert_eq!(error.code(), "too_many", "{error}");
    }
    assert_eq!(world.engine.statement(&StatementOf::new(AccountId::derived("nobody"))).unwrap(), None);
}

fn a_cursor_that_no_page_of_this_account_gave_is_refused(world: &World) {
    let on = drip(world);
    (0..3).for_each(|_| drips(world, on, 1));
    let third = world.done(OpenAccount::new(AccountKey::platform(Purpose::Equity, gbp()))).id;
    world.done(PostTransfers::new([NewTransfer::posted(on.0, third, pence(1))]));
    let refused = |account, after: &Cursor| {
        let of = StatementOf { after: Some(after), ..StatementOf::new(account) };
        let error = world.engine.statement(&of).unwrap_err();
        assert_eq!(error.code(), "invalid_cursor", "{after}: {error}");
    };
    let given = page(world, &StatementOf { limit: 1, ..StatementOf::new(on.1) }).next.unwrap();
    refused(on.0, &given);
    refused(third, &given);
    // With any of its digits changed it names another account, no line, or a line at another time.
    let text = given.to_string();
    for place in 0..text.len() {
        let digit = if text.as_bytes()[place] == b'0' { "1" } else { "0" };
        let forged = [&text[..place], digit, &text[place + 1..]].concat();
        refused(on.1, &forged.parse().unwrap());
    }
    for cut in (2..text.len()).step_by(2) {
        refused(on.1, &text[..cut].parse().unwrap());
    }
    let of_a_list = world.engine.list::<Transfer>(&PageOf { limit: 1, ..PageOf::ALL }).unwrap().next.unwrap();
    refused(on.1, &of_a_list);
    assert_eq!("xyz".parse::<Cursor>().unwrap_err().code(), "invalid_cursor");
}

fn an_account_without_lines_has_an_empty_statement(world: &World) {
    let on = drip(world);
    for account in [on.0, on.1] {
        for direction in [Ascending, Descending] {
            let of = StatementOf { direction, ..StatementOf::new(account) };
            assert_eq!(page(world, &of), Page { items: Vec::new(), next: None });
        }
    }
}
