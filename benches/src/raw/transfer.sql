-- A ledger as one writes it on the server: both accounts are locked in the order of their ids, so that two
-- transfers never wait for each other; the one who gives must have the money; one row a transfer, and for
-- each side an entry under its account's own count, with the balance that it left.

-- Room for new versions of a row on its page: balances change, and no index is concerned.
CREATE TABLE accounts(
    id BIGINT PRIMARY KEY,
    balance BIGINT NOT NULL,
    least BIGINT NOT NULL,
    entries BIGINT NOT NULL
) WITH (fillfactor = 50);

CREATE TABLE transfers(
    id UUID PRIMARY KEY,
    debit BIGINT NOT NULL,
    credit BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    at TIMESTAMPTZ NOT NULL
);

CREATE TABLE entries(
    account BIGINT NOT NULL,
    place BIGINT NOT NULL,
    transfer UUID NOT NULL,
    amount BIGINT NOT NULL,
    balance BIGINT NOT NULL,
    PRIMARY KEY (account, place)
);

CREATE FUNCTION transfer(transfer_id UUID, debit_id BIGINT, credit_id BIGINT, moved BIGINT) RETURNS VOID
LANGUAGE plpgsql AS $$
DECLARE
    giver accounts;
    taker accounts;
BEGIN
    PERFORM FROM accounts WHERE id IN (debit_id, credit_id) ORDER BY id FOR NO KEY UPDATE;
    UPDATE accounts SET balance = balance - moved, entries = entries + 1
        WHERE id = debit_id AND balance - moved >= least RETURNING * INTO giver;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'account % is not there or has less than % to give', debit_id, moved;
    END IF;
    UPDATE accounts SET balance = balance + moved, entries = entries + 1
        WHERE id = credit_id RETURNING * INTO taker;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'account % is not there', credit_id;
    END IF;
    INSERT INTO transfers VALUES (transfer_id, debit_id, credit_id, moved, now());
    INSERT INTO entries VALUES
        (debit_id, giver.entries, transfer_id, -moved, giver.balance),
        (credit_id, taker.entries, transfer_id, moved, taker.balance);
END $$;
