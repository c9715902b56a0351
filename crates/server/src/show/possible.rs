//! Possible: of what the unit may do now, what may whoever looks do?
//!
//! The views say what is possible for a unit; a page offers to each member what their role allows.

use mission::may::Deed;

use crate::asked::Asked;
use crate::wire::views::{
    AgreementAct, DirectiveAct, IncidentAct, Plan, SharingAct, TelexTo, View,
};

/// Takes away what whoever asks may not do.
pub(super) fn keep_possible(asked: &Asked, view: &mut View) {
    if asked.signed_in_if_any().is_none() {
        return;
    }
    let may = |deed: Deed| asked.may(deed);
    match view {
        View::Incident(view) => {
            view.acts.retain(|act| asked.may_be_offered(of_incident(act.act)));
            view.write_about.take_if(|_| !may(Deed::Write));
        }
        View::Agreement(view) => view.acts.retain(|act| may(of_agreement(act.act))),
        View::Directive(view) => {
            view.acts.retain(|act| may(of_directive(act.act)));
            view.write_about.take_if(|_| !may(Deed::Write));
        }
        View::Indicator(view) => drop(view.write_about.take_if(|_| !may(Deed::Write))),
        View::Plan(view) => keep_terms(asked, view),
        View::Sharing(view) => {
            view.acts.retain(|act| may(of_sharing(act.act)));
            for row in &mut view.given {
                row.acts.retain(|act| may(of_sharing(act.act)));
            }
            for row in &mut view.asked_of_us {
                row.acts.retain(|act| may(of_sharing(act.act)));
            }
            if !may(Deed::Decide) {
                view.may_open.clear();
            }
        }
        View::Flow(view) if !may(Deed::Draw) => {
            view.may_draw = false;
            view.proposed = None;
        }
        View::Telex(view) => {
            if !may(Deed::Speak) {
                view.may_write.retain(|address| address.to == TelexTo::Within);
            }
            if !may(Deed::Write) {
                view.may_write.clear();
                for message in view.items.iter_mut().filter_map(|item| item.message.as_mut()) {
                    message.may_answer = false;
                }
            }
        }
        View::Board(view) => {
            view.may_post &= may(Deed::Decide);
            for post in &mut view.posts {
                post.may_end &= may(Deed::Decide);
                post.may_answer &= may(Deed::Speak);
            }
        }
        View::Flow(_)
        | View::Room(_)
        | View::Today(_)
        | View::Units(_)
        | View::Boundary(_)
        | View::Door(_)
        | View::People(_)
        | View::Me(_)
        | View::Setup(_)
        | View::Audit(_)
        | View::Minute(_)
        | View::Past(_)
        | View::Problem(_) => {}
    }
}

fn keep_terms(asked: &Asked, view: &mut Plan) {
    if !asked.may(Deed::Decide) {
        view.may_announce.clear();
        view.may_propose.clear();
        for said in &mut view.announced {
            said.may_call_off = false;
        }
    }
    if !asked.may(Deed::Direct) {
        view.may_direct.clear();
    }
}

const fn of_incident(act: IncidentAct) -> Deed {
    match act {
        IncidentAct::TakeOn | IncidentAct::Note => Deed::Work,
        IncidentAct::ClaimMended | IncidentAct::PassUp | IncidentAct::Shelve => Deed::Decide,
        IncidentAct::AskHelp => Deed::Ask,
        IncidentAct::NameOwner | IncidentAct::Answer | IncidentAct::OfferHelp => Deed::Owe,
        IncidentAct::HelpCame | IncidentAct::Verdict | IncidentAct::ConfirmVerdict => Deed::Witness,
    }
}

const fn of_agreement(act: AgreementAct) -> Deed {
    match act {
        AgreementAct::Consent => Deed::Witness,
        AgreementAct::Counter | AgreementAct::Withdraw => Deed::Decide,
    }
}

const fn of_sharing(act: SharingAct) -> Deed {
    match act {
        SharingAct::Open | SharingAct::Close | SharingAct::Decline => Deed::Decide,
        SharingAct::Sign => Deed::Witness,
        SharingAct::Request => Deed::Owe,
    }
}

const fn of_directive(act: DirectiveAct) -> Deed {
    match act {
        DirectiveAct::Accept | DirectiveAct::Counter | DirectiveAct::Object => Deed::Decide,
        DirectiveAct::Withdraw => Deed::Direct,
    }
}
