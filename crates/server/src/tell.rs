//! Tell: what does the API answer about units, incidents, obligations, agreements and directives?
//!
//! Names and addresses are for all to see; everything else passes `mission::reach` first.

use axum::http::StatusCode;
use mission::federation::Federation;
use mission::id::{AgreementId, DirectiveId, IncidentId, IndicatorId};
use mission::incident;
use mission::obligation;
use mission::reach::{Resource, Viewer, reach};

use crate::asked::{Answer, Asked, answer};
use crate::limits;
use crate::problem::Problem;
use crate::wire;

/// `GET /api/v1/units`
pub(crate) async fn units(asked: Asked) -> Answer {
    let registry = asked.shell.registry();
    let units = match asked.unit_at("path")? {
        Some(unit) => std::slice::from_ref(registry.unit(unit)),
        None => registry.units(),
    };
    let units = units.iter().map(|unit| wire::unit::Unit::of(&registry, unit)).collect();
    Ok(answer(StatusCode::OK, &wire::unit::Units { units }))
}

/// `GET /api/v1/units/{id}`
pub(crate) async fn unit(asked: Asked) -> Answer {
    let unit = asked.unit()?;
    let registry = asked.shell.registry();
    Ok(answer(StatusCode::OK, &wire::unit::Unit::of(&registry, registry.unit(unit))))
}

/// `GET /api/v1/units/{id}/calendar`
pub(crate) async fn calendar(asked: Asked) -> Answer {
    let unit = own_unit(&asked).await?;
    let registry = asked.shell.registry();
    Ok(answer(StatusCode::OK, &wire::unit::Calendar::of(&registry.unit(unit).calendar)))
}

/// `GET /api/v1/units/{id}/indicators`
pub(crate) async fn indicators(asked: Asked) -> Answer {
    let unit = own_unit(&asked).await?;
    let told = asked.shell.ask(move |federation| {
        let registry = federation.registry();
        let of_unit = registry.indicators_of(unit).iter().map(|id| {
            wire::unit::Indicator::of(registry.indicator(*id), federation.has_readings(*id))
        });
        wire::unit::Indicators { indicators: of_unit.collect() }
    });
    Ok(answer(StatusCode::OK, &told.await?))
}

/// A unit whose inside the viewer may see.
pub(crate) async fn own_unit(asked: &Asked) -> Result<mission::id::UnitId, Problem> {
    let (viewer, unit) = (asked.viewer()?, asked.unit()?);
    let seen = move |federation: &Federation| reach(federation, viewer, Resource::Unit(unit));
    if asked.shell.ask(seen).await?.is_any() { Ok(unit) } else { Err(Problem::unknown()) }
}

/// `GET /api/v1/units/{id}/audit`
pub(crate) async fn audit(asked: Asked) -> Answer {
    let unit = own_unit(&asked).await?;
    let before = asked.number("before")?;
    let offset = asked.shell.ask(|federation| federation.applied().offset).await?;
    let read = move |reader: &mut dyn store::Reader| reader.audit_of(unit, before, limits::LISTED);
    let lines = asked.shell.old_readings(offset, read).await?;
    let records = lines.iter().map(wire::audit::AuditRecord::of).collect();
    Ok(answer(StatusCode::OK, &wire::audit::Audit { records }))
}

/// `GET /api/v1/incidents`
pub(crate) async fn incidents(asked: Asked) -> Answer {
    let viewer = asked.viewer()?;
    let of = asked.unit_at("unit")?;
    let open_only = asked.query("open") == Some("true");
    let incidents = asked.shell.ask(move |federation| {
        let seen = federation.reached(viewer.0).rev().filter(|incident| {
            of.is_none_or(|unit| incident.unit == unit)
                && (!open_only || incident.is_open())
                && reach(federation, viewer, Resource::Incident(incident.id)).is_any()
        });
        seen.take(limits::LISTED).map(|it| shown_incident(federation, viewer, it)).collect()
    });
    Ok(answer(StatusCode::OK, &wire::incident::Incidents { incidents: incidents.await? }))
}

/// `GET /api/v1/incidents/{id}`
pub(crate) async fn incident(asked: Asked) -> Answer {
    let viewer = asked.viewer()?;
    let id = asked.id("id", IncidentId)?;
    let found = asked.shell.ask(move |federation| {
        reach(federation, viewer, Resource::Incident(id)).is_any().then(|| {
            federation.incident(id).map(|incident| shown_incident(federation, viewer, incident))
        })?
    });
    let incident = found.await?.ok_or_else(Problem::unknown)?;
    Ok(answer(StatusCode::OK, &incident))
}

/// `GET /api/v1/obligations`
pub(crate) async fn obligations(asked: Asked) -> Answer {
    let viewer = asked.viewer()?;
    let obligations = asked.shell.ask(move |federation| {
        let seen = federation
            .obligations_of(viewer.0)
            .rev()
            .filter(|owed| reach(federation, viewer, Resource::Obligation(owed.id)).is_any());
        seen.take(limits::LISTED).map(|owed| shown_obligation(federation, viewer, owed)).collect()
    });
    let obligations = obligations.await?;
    Ok(answer(StatusCode::OK, &wire::incident::Obligations { obligations }))
}

/// `GET /api/v1/agreements`
pub(crate) async fn agreements(asked: Asked) -> Answer {
    let viewer = asked.viewer()?;
    let of = asked.unit_at("unit")?;
    let agreements = asked.shell.ask(move |federation| {
        let seen = federation.agreements_of(viewer.0).rev().filter(|agreement| {
            of.is_none_or(|unit| agreement.unit == unit)
                && reach(federation, viewer, Resource::Agreement(agreement.id)).is_any()
        });
        let registry = federation.registry();
        let show = |agreement| wire::agreement::Agreement::of(registry, agreement);
        seen.take(limits::LISTED).map(show).collect()
    });
    let agreements = agreements.await?;
    Ok(answer(StatusCode::OK, &wire::agreement::Agreements { agreements }))
}

/// `GET /api/v1/agreements/{id}`
pub(crate) async fn agreement(asked: Asked) -> Answer {
    let viewer = asked.viewer()?;
    let id = asked.id("id", AgreementId)?;
    let found = asked.shell.ask(move |federation| {
        let seen = reach(federation, viewer, Resource::Agreement(id)).is_any();
        let agreement = seen.then(|| federation.agreement(id))??;
        Some(wire::agreement::Agreement::of(federation.registry(), agreement))
    });
    Ok(answer(StatusCode::OK, &found.await?.ok_or_else(Problem::unknown)?))
}

/// `GET /api/v1/directives`
pub(crate) async fn directives(asked: Asked) -> Answer {
    let viewer = asked.viewer()?;
    let directives = asked.shell.ask(move |federation| {
        let seen = federation.directives_of(viewer.0).rev().filter(|directive| {
            reach(federation, viewer, Resource::Directive(directive.id)).is_any()
        });
        let registry = federation.registry();
        let show = |directive| wire::directive::Directive::of(registry, directive);
        seen.take(limits::LISTED).map(show).collect()
    });
    let directives = directives.await?;
    Ok(answer(StatusCode::OK, &wire::directive::Directives { directives }))
}

/// `GET /api/v1/directives/{id}`
pub(crate) async fn directive(asked: Asked) -> Answer {
    let viewer = asked.viewer()?;
    let id = asked.id("id", DirectiveId)?;
    let found = asked.shell.ask(move |federation| {
        let seen = reach(federation, viewer, Resource::Directive(id)).is_any();
        let directive = seen.then(|| federation.directive(id))??;
        Some(wire::directive::Directive::of(federation.registry(), directive))
    });
    Ok(answer(StatusCode::OK, &found.await?.ok_or_else(Problem::unknown)?))
}

fn shown_incident(
    federation: &Federation,
    viewer: Viewer,
    incident: &incident::Incident,
) -> wire::incident::Incident {
    let may_see = |id: IndicatorId| reach(federation, viewer, Resource::Risen(id)).is_any();
    wire::incident::Incident::of(federation.registry(), incident, may_see)
}

fn shown_obligation(
    federation: &Federation,
    viewer: Viewer,
    owed: &obligation::Obligation,
) -> wire::incident::Obligation {
    let may_see = |id: IncidentId| reach(federation, viewer, Resource::Incident(id)).is_any();
    wire::incident::Obligation::of(federation.registry(), owed, may_see)
}
