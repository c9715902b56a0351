//! Shapes: which keys and types does a piece of JSON, or a schema of it, have?

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use utoipa::OpenApi;

use crate::wire::views::View;

#[derive(OpenApi)]
#[openapi(components(schemas(View)))]
struct Document;

/// The types that stand in one place, with the keys of its objects and the items of its lists.
#[derive(Default)]
pub(super) struct Shape {
    types: BTreeSet<&'static str>,
    keys: BTreeMap<String, Shape>,
    items: Option<Box<Shape>>,
}

impl Shape {
    pub(super) fn of(value: &Value) -> Self {
        let mut shape = Self::default();
        shape.take(value);
        shape
    }

    fn take(&mut self, value: &Value) {
        self.types.insert(match value {
            Value::Null => "null",
            Value::Bool(_) => "boolean",
            Value::Number(_) => "number",
            Value::String(_) => "string",
            Value::Array(_) => "array",
            Value::Object(_) => "object",
        });
        match value {
            Value::Array(items) => {
                let inner = self.items.get_or_insert_default();
                for item in items {
                    inner.take(item);
                }
            }
            Value::Object(keys) => {
                for (key, inner) in keys {
                    self.keys.entry(key.clone()).or_default().take(inner);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }

    fn take_schema(&mut self, schema: &Value, all: &Value) {
        if let Some(name) = schema["$ref"].as_str().and_then(|name| name.rsplit('/').next()) {
            return self.take_schema(&all[name], all);
        }
        for choice in ["allOf", "oneOf", "anyOf"] {
            for part in schema[choice].as_array().into_iter().flatten() {
                self.take_schema(part, all);
            }
        }
        let named =
            schema["type"].as_array().cloned().unwrap_or_else(|| vec![schema["type"].clone()]);
        for name in named.iter().filter_map(Value::as_str) {
            let known = ["null", "boolean", "number", "string", "array", "object"];
            let name = if name == "integer" { "number" } else { name };
            self.types.extend(known.into_iter().find(|known| *known == name));
        }
        for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
            self.keys.entry(key.clone()).or_default().take_schema(inner, all);
        }
        if schema["items"].is_object() {
            self.items.get_or_insert_default().take_schema(&schema["items"], all);
        }
    }

    /// Where two shapes differ, as far as both of them go.
    pub(super) fn difference(&self, other: &Self) -> Vec<String> {
        let mut found = Vec::new();
        self.differ(other, "", &mut found);
        found
    }

    fn differ(&self, other: &Self, path: &str, found: &mut Vec<String>) {
        let known = |shape: &Self| -> BTreeSet<&str> {
            shape.types.iter().copied().filter(|name| *name != "null").collect()
        };
        let (mine, theirs) = (known(self), known(other));
        if !mine.is_empty() && !theirs.is_empty() && mine != theirs {
            found.push(format!("{path}: {mine:?} and {theirs:?}"));
        }
        if !self.keys.is_empty() && !other.keys.is_empty() {
            for key in self.keys.keys().filter(|key| !other.keys.contains_key(*key)) {
                found.push(format!("{path}.{key} is not in the other"));
            }
            for key in other.keys.keys().filter(|key| !self.keys.contains_key(*key)) {
                found.push(format!("{path}.{key} is missing"));
            }
        }
        for (key, mine) in &self.keys {
            if let Some(theirs) = other.keys.get(key) {
                mine.differ(theirs, &format!("{path}.{key}"), found);
            }
        }
        if let (Some(mine), Some(theirs)) = (&self.items, &other.items) {
            mine.differ(theirs, &format!("{path}[]"), found);
        }
    }
}

/// All examples of a view together.
pub(super) fn examples(kind: &str) -> Shape {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../opsroom/fixtures");
    let files = std::fs::read_dir(folder).expect("the examples lie beside the pages");
    let mut shape = Shape::default();
    for file in files {
        let path = file.expect("a file").path();
        if path.extension().is_some_and(|ending| ending == "json") {
            let text = std::fs::read_to_string(&path).expect("an example is text");
            let value: Value = serde_json::from_str(&text).expect("an example is JSON");
            if value["view"] == kind {
                shape.take(&value);
            }
        }
    }
    assert!(!shape.keys.is_empty(), "there is an example of {kind}");
    shape
}

/// The schema of a view, as it is published.
pub(super) fn schema(kind: &str) -> Shape {
    let document = serde_json::to_value(Document::openapi()).expect("a document is JSON");
    let all = &document["components"]["schemas"];
    let variants = all["View"]["oneOf"].as_array().expect("a view is one of several");
    let mut shape = Shape::default();
    for variant in variants {
        let tags = variant["allOf"].as_array().expect("a variant is a page with its name");
        if tags.iter().any(|tag| tag["properties"]["view"]["enum"][0] == kind) {
            shape.take_schema(variant, all);
        }
    }
    assert!(!shape.keys.is_empty(), "there is a schema of {kind} in {variants:?}");
    shape
}
