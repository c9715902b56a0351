//! Description: what is the API, for programs that make clients of it?
//!
//! Printed from the table of routes and the shapes of `wire`, so that it cannot say anything else
//! than what is mounted. The pages' types are made from it (`make types`), so that they cannot
//! either.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use axum::http::Method;
use utoipa::openapi::path::{
    HttpMethod, OperationBuilder, Parameter, ParameterBuilder, ParameterIn, PathsBuilder,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ArrayItems, ComponentsBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::{
    ContentBuilder, InfoBuilder, OpenApiBuilder, PathItem, Ref, RefOr, Required, ResponseBuilder,
};
use utoipa::{PartialSchema, ToSchema};

use crate::routes::{Route, Who, table};
use crate::wire::charter::CharterRefused;
use crate::wire::history::HistoryRefused;
use crate::wire::problem::Problem;

type Schemas = Vec<(String, RefOr<Schema>)>;

/// A shape of `wire`, as the description needs it.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    name: fn() -> Cow<'static, str>,
    schema: fn() -> RefOr<Schema>,
    parts: fn(&mut Schemas),
}

impl Shape {
    pub(crate) const fn of<T: ToSchema>() -> Self {
        Self {
            name: <T as ToSchema>::name,
            schema: <T as PartialSchema>::schema,
            parts: <T as ToSchema>::schemas,
        }
    }

    fn put(self, schemas: &mut Schemas) -> RefOr<Schema> {
        (self.parts)(schemas);
        let name = (self.name)();
        schemas.push((name.to_string(), (self.schema)()));
        RefOr::Ref(Ref::from_schema_name(name))
    }
}

/// The description, as JSON. It never changes while the program runs.
pub(crate) fn document() -> &'static str {
    static DOCUMENT: LazyLock<String> = LazyLock::new(described);
    &DOCUMENT
}

fn described() -> String {
    let (mut read, mut answered, mut refused) = (Schemas::new(), Schemas::new(), Schemas::new());
    let problem = Shape::of::<Problem>().put(&mut refused);
    // What lists problems one by one is one as well; clients that show them want its parts.
    Shape::of::<CharterRefused>().put(&mut refused);
    Shape::of::<HistoryRefused>().put(&mut refused);
    let mut paths = PathsBuilder::new();
    for route in table().iter().filter(|route| is_described(route)) {
        let operation = operation(route, &problem, (&mut read, &mut answered));
        paths = paths.path(path_of(route), PathItem::new(method(route), operation));
    }
    let of_bodies: BTreeSet<String> = read.iter().map(|(name, _)| name.clone()).collect();
    for (_, schema) in answered.iter_mut().filter(|(name, _)| !of_bodies.contains(name)) {
        with_every_key(schema);
    }
    let schemas = [answered, read, refused].into_iter().flatten();
    let info = InfoBuilder::new()
        .title("Cybersyn")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(
            "A nervous system for federated production. Every request says through whose eyes it \
             asks, by the header Cybersyn-As with the path of a unit. What is hidden from that unit \
             answers as what does not exist.",
        ));
    let components = ComponentsBuilder::new().schemas_from_iter(schemas).build();
    let document =
        OpenApiBuilder::new().info(info).paths(paths).components(Some(components)).build();
    document.to_json().expect("the description has string keys only")
}

/// What leaves has every key, null where there is nothing. Only a refusal leaves one out.
fn with_every_key(schema: &mut RefOr<Schema>) {
    let RefOr::T(schema) = schema else { return };
    match schema {
        Schema::Object(object) => {
            object.required = object.properties.keys().cloned().collect();
            object.properties.values_mut().for_each(with_every_key);
        }
        Schema::Array(array) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                with_every_key(items);
            }
        }
        Schema::AllOf(parts) => parts.items.iter_mut().for_each(with_every_key),
        Schema::OneOf(choices) => choices.items.iter_mut().for_each(with_every_key),
        Schema::AnyOf(choices) => choices.items.iter_mut().for_each(with_every_key),
        _ => {}
    }
}

/// Pages are for people, and a rehearsal's clock is not part of the API.
fn is_described(route: &Route) -> bool {
    match route.who {
        Who::Anyone
        | Who::Watcher
        | Who::Reader
        | Who::Viewer(_)
        | Who::Founder
        | Who::Door
        | Who::Person
        | Who::Leader => true,
        Who::Page => route.path.starts_with("/api/"),
        Who::Rehearsal => false,
    }
}

fn path_of(route: &Route) -> String {
    route.path.replace("{*", "{")
}

fn method(route: &Route) -> HttpMethod {
    if route.method == Method::POST { HttpMethod::Post } else { HttpMethod::Get }
}

fn operation(
    route: &Route,
    problem: &RefOr<Schema>,
    (read, answered): (&mut Schemas, &mut Schemas),
) -> utoipa::openapi::path::Operation {
    let (status, media, shape) = route.answer;
    let content = match shape {
        Some(shape) => ContentBuilder::new().schema(Some(shape.put(answered))).build(),
        None => ContentBuilder::new().build(),
    };
    let refused = ContentBuilder::new().schema(Some(problem.clone())).build();
    let mut operation = OperationBuilder::new()
        .summary(Some(route.summary))
        .response(
            status.to_string(),
            ResponseBuilder::new().description("Done.").content(media, content),
        )
        .response(
            "default",
            ResponseBuilder::new()
                .description("Not done, and why.")
                .content("application/problem+json", refused),
        );
    for parameter in parameters(route) {
        operation = operation.parameter(parameter);
    }
    if let Some((shape, media)) = route.body {
        let schema = shape.put(read);
        let mut body = RequestBodyBuilder::new().required(Some(Required::True));
        for (place, media) in media.iter().enumerate() {
            // Only the first is of that shape; the other is a table with its columns.
            let schema = if place == 0 { schema.clone() } else { text() };
            body = body.content(*media, ContentBuilder::new().schema(Some(schema)).build());
        }
        operation = operation.request_body(Some(body.build()));
    }
    operation.build()
}

fn parameters(route: &Route) -> Vec<Parameter> {
    let names = route.path.split(['{', '}']).skip(1).step_by(2);
    let in_path = names.map(|name| {
        parameter(name.trim_start_matches('*'), ParameterIn::Path, "").required(Required::True)
    });
    let in_query = route
        .query
        .iter()
        .map(|(name, what)| parameter(name, ParameterIn::Query, what).required(Required::False));
    let viewer = matches!(route.who, Who::Reader | Who::Viewer(_) | Who::Founder | Who::Leader)
        .then(|| {
            let what = "The path of the unit through whose eyes is asked.";
            parameter("Cybersyn-As", ParameterIn::Header, what).required(Required::True)
        });
    in_path.chain(in_query).chain(viewer).map(ParameterBuilder::build).collect()
}

fn parameter(name: &str, place: ParameterIn, what: &str) -> ParameterBuilder {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .description(Some(what).filter(|what| !what.is_empty()))
        .schema(Some(text()))
}

fn text() -> RefOr<Schema> {
    RefOr::T(Schema::Object(ObjectBuilder::new().schema_type(Type::String).build()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Shapes are found by their names alone: of two of one name a client would be made of either.
    #[test]
    fn a_name_stands_for_one_shape() {
        let mut schemas = Schemas::new();
        for route in table().iter().filter(|route| is_described(route)) {
            let shapes = [route.answer.2, route.body.map(|(shape, _)| shape)];
            for shape in shapes.into_iter().flatten() {
                shape.put(&mut schemas);
            }
        }
        Shape::of::<Problem>().put(&mut schemas);
        let mut known = BTreeMap::new();
        let mut twice = BTreeSet::new();
        for (name, schema) in schemas {
            if *known.entry(name.clone()).or_insert_with(|| schema.clone()) != schema {
                twice.insert(name);
            }
        }
        assert!(twice.is_empty(), "two shapes are called alike: {twice:?}");
    }
}
