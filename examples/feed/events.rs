//! Events as lines, and what was seen of each record.

use paywright::{Change, Event};
use serde_json::{Value, json};
use std::collections::HashMap;

/// The newest version that was seen of each record. Whoever keeps the records keeps their versions beside
/// them, and needs no such map.
#[derive(Default)]
pub struct Seen(HashMap<String, u64>);

impl Seen {
    /// Whether the record was not seen in this version or a later one yet. A page that is told again, and a
    /// change that another lane overtook, have nothing new.
    fn is_new(&mut self, change: &Change) -> bool {
        let seen = self.0.entry(change.id.clone()).or_default();
        let is_new = change.version > *seen;
        *seen = change.version.max(*seen);
        is_new
    }

    pub fn line(&mut self, event: &Event) -> String {
        let Event { lane, sequence, at, actor, .. } = event;
        let mut line = format!("{at} {lane}/{sequence} {} by {actor}", event.name());
        for change in &event.changes {
            let known = if self.is_new(change) { "" } else { " (known)" };
            let edges: String = change.edges.iter().map(|edge| format!(" -> {}", edge.to)).collect();
            line.push_str(&format!("; {} {} v{}{edges}{known}", change.table, change.id, change.version));
        }
        if let Some(added) = event.transfers {
            line.push_str(&format!("; {} transfers from {}", added.count, added.first));
        }
        line
    }

    pub fn json(&mut self, event: &Event) -> String {
        let changes: Vec<Value> = event
            .changes
            .iter()
            .map(|change| {
                let edges = change.edges.iter();
                let edges: Vec<Value> = edges
                    .map(|edge| json!({"from": edge.from, "event": edge.event, "to": edge.to}))
                    .collect();
                json!({
                    "table": change.table,
                    "id": change.id,
                    "version": change.version,
                    "edges": edges,
                    "new": self.is_new(change),
                })
            })
            .collect();
        let added =
            event.transfers.map(|added| json!({"first": added.first.to_string(), "count": added.count}));
        json!({
            "lane": event.lane,
            "sequence": event.sequence,
            "at": event.at.to_string(),
            "actor": event.actor.to_string(),
            "key": event.key,
            "command": event.name(),
            "changes": changes,
            "transfers": added,
        })
        .to_string()
    }
}
