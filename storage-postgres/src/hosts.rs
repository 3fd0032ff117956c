//! Several servers under one address: one takes over from another, which may be gone without a word.
//!
//! The client goes from one to the next where a connection is refused. A machine that is switched off refuses
//! nothing: it would take all the time there is. So each server but the last has a share of the time.

use crate::failure::Fault;
use crate::runtime::Deadline;
use crate::session::{Address, Session};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio_postgres::Config;
use tokio_postgres::config::{Host, LoadBalanceHosts};

/// What a server has to answer in at most while there are others.
const SHARE: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub(crate) struct Hosts {
    each: Vec<Address>,
    /// The one that was right the last time.
    first: AtomicUsize,
}

impl Hosts {
    pub(crate) fn of(address: &Address) -> Self {
        let config = address.config();
        let count = config.get_hosts().len().max(config.get_hostaddrs().len());
        let as_given = count < 2 || config.get_load_balance_hosts() != LoadBalanceHosts::Disable;
        let each = match as_given {
            true => vec![address.leading_to(config.clone())],
            false => (0..count).map(|nth| address.leading_to(alone(config, nth))).collect(),
        };
        Self { each, first: AtomicUsize::new(0) }
    }

    /// A session with the first server that takes one.
    pub(crate) async fn open(&self, until: Deadline) -> Result<Session, Fault> {
        let (count, first) = (self.each.len(), self.first.load(Ordering::Relaxed));
        let mut silent = Vec::new();
        let mut refused = None;
        for (tried, (nth, address)) in
            self.each.iter().enumerate().cycle().skip(first).take(count).enumerate()
        {
            // A part for each that is still to be asked, also where there is little.
            let parts = u32::try_from(count.saturating_sub(tried)).unwrap_or(u32::MAX).max(1);
            let share = if parts > 1 { (until.left() / parts).min(SHARE) } else { until.left() };
            match Session::open(address, Deadline::after(share)).await {
                Ok(session) => {
                    self.first.store(nth, Ordering::Relaxed);
                    return Ok(session);
                }
                Err(fault) if count == 1 => return Err(fault),
                Err(Fault::Lost(what)) => silent.push(format!("{}: {what}", address.named)),
                Err(Fault::Late) => silent.push(format!("{}: no answer in time", address.named)),
                Err(fault) => refused = Some(fault),
            }
        }
        // What a server said is worth more than that another said nothing.
        Err(refused.unwrap_or_else(|| Fault::Lost(silent.join("; "))))
    }
}

/// The same with one of its servers.
fn alone(all: &Config, nth: usize) -> Config {
    let mut one = Config::new();
    match all.get_hosts().get(nth) {
        Some(Host::Tcp(name)) => one.host(name),
        #[cfg(unix)]
        Some(Host::Unix(folder)) => one.host_path(folder),
        None => &mut one,
    };
    if let Some(address) = all.get_hostaddrs().get(nth) {
        one.hostaddr(*address);
    }
    if let Some(port) = all.get_ports().get(nth).or(all.get_ports().first()) {
        one.port(*port);
    }
    if let Some(user) = all.get_user() {
        one.user(user);
    }
    if let Some(password) = all.get_password() {
        one.password(password);
    }
    if let Some(name) = all.get_dbname() {
        one.dbname(name);
    }
    if let Some(options) = all.get_options() {
        one.options(options);
    }
    if let Some(name) = all.get_application_name() {
        one.application_name(name);
    }
    if let Some(timeout) = all.get_connect_timeout() {
        one.connect_timeout(*timeout);
    }
    if let Some(timeout) = all.get_tcp_user_timeout() {
        one.tcp_user_timeout(*timeout);
    }
    if let Some(every) = all.get_keepalives_interval() {
        one.keepalives_interval(every);
    }
    if let Some(most) = all.get_keepalives_retries() {
        one.keepalives_retries(most);
    }
    one.keepalives(all.get_keepalives()).keepalives_idle(all.get_keepalives_idle());
    one.ssl_mode(all.get_ssl_mode()).ssl_negotiation(all.get_ssl_negotiation());
    one.channel_binding(all.get_channel_binding()).target_session_attrs(all.get_target_session_attrs());
    one
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_server_is_asked_as_all_of_them_would_be() {
        let all: Config = "host=a,b port=1,2 user=shop password=secret dbname=books options='-c a=b' \
             application_name=till sslmode=require sslnegotiation=direct connect_timeout=3 \
             tcp_user_timeout=4 keepalives=0 keepalives_idle=5 keepalives_interval=6 keepalives_retries=7 \
             target_session_attrs=read-write channel_binding=require"
            .parse()
            .unwrap();
        let of_one = |host: &str, port: &str| -> Config {
            format!(
                "host={host} port={port} user=shop password=secret dbname=books options='-c a=b' \
                 application_name=till sslmode=require sslnegotiation=direct connect_timeout=3 \
                 tcp_user_timeout=4 keepalives=0 keepalives_idle=5 keepalives_interval=6 \
                 keepalives_retries=7 target_session_attrs=read-write channel_binding=require"
            )
            .parse()
            .unwrap()
        };
        assert_eq!(alone(&all, 0), of_one("a", "1"));
        assert_eq!(alone(&all, 1), of_one("b", "2"));
        let one_port: Config = "host=a,b port=1 user=shop".parse().unwrap();
        assert_eq!(alone(&one_port, 1), "host=b port=1 user=shop".parse().unwrap());
    }
}
