//! Board: what do plants of a live nation need and offer?
//!
//! Who posts is drawn for each plant; what is posted goes round a list from a place that the seed chooses, so that a
//! board reads like one and no two neighbours on it say the same.

use std::time::Duration;

use mission::event::{Act, NewPost};
use mission::post::Kind;
use mission::registry::Unit;
use mission::time::Timestamp;

use super::habits::COMMITTEE;
use super::words::{Said, tongue};
use crate::draw::Draw;

/// What, and how much.
type Post = (Said, Said);

const NEEDS: [Post; 12] = [
    (["Bearings of 80 mm, any make", "Rodamientos de 80 mm, de cualquier marca"], ["12", "12"]),
    (
        ["A lorry to the port, twice a week", "Un camión al puerto, dos veces por semana"],
        ["until the bridge is open", "hasta que abran el puente"],
    ),
    (["Caustic soda, flakes", "Soda cáustica en escamas"], ["4 t", "4 t"]),
    (
        ["A welder who knows stainless steel", "Una soldadora que sepa de acero inoxidable"],
        ["3 days", "3 días"],
    ),
    (["Pallets, used ones will do", "Tarimas, aunque sean usadas"], ["150", "150"]),
    (
        [
            "A transformer of 250 kVA while ours is rewound",
            "Un transformador de 250 kVA mientras rebobinan el nuestro",
        ],
        ["5 weeks", "5 semanas"],
    ),
    (["V-belts B 68", "Correas trapeciales B 68"], ["20", "20"]),
    (
        ["Somebody to teach reading of drawings", "Alguien que enseñe a leer planos"],
        ["two evenings", "dos tardes"],
    ),
    (["A scale up to 500 kg, on loan", "Una balanza de hasta 500 kg, prestada"], ["1", "1"]),
    (["Diesel for the boiler", "Petróleo para la caldera"], ["2,000 litres", "2.000 litros"]),
    (
        ["Room for 40 children in summer", "Lugar para 40 niños en verano"],
        ["two weeks of January", "dos semanas de enero"],
    ),
    (
        [
            "A pump of 30 m³ an hour, any head above 20 m",
            "Una bomba de 30 m³ por hora, con más de 20 m de altura",
        ],
        ["1", "1"],
    ),
];
const OFFERS: [Post; 12] = [
    (
        ["Two electricians on Thursdays", "Dos electricistas los jueves"],
        ["8 hours each", "8 horas cada uno"],
    ),
    (
        ["Dry space in our store", "Espacio seco en nuestra bodega"],
        ["200 square metres", "200 metros cuadrados"],
    ),
    (
        ["Turning and milling up to 400 mm", "Torno y fresa hasta 400 mm"],
        ["the night shift", "el turno de noche"],
    ),
    (["Sacks of jute, washed", "Sacos de yute, lavados"], ["3,000", "3.000"]),
    (
        ["Seats in our bus from the valley", "Asientos en nuestro bus desde el valle"],
        ["14, both ways", "14, ida y vuelta"],
    ),
    (["Offcuts of 3 mm sheet", "Recortes de plancha de 3 mm"], ["600 kg", "600 kg"]),
    (
        ["A chemist for water analyses", "Una química para análisis de agua"],
        ["Monday mornings", "los lunes en la mañana"],
    ),
    (["Steam, if you are next door", "Vapor, si están al lado"], ["2 t an hour", "2 t por hora"]),
    (["A forklift with a driver", "Una grúa horquilla con operador"], ["Saturdays", "los sábados"]),
    (["Lunches from our kitchen", "Almuerzos de nuestra cocina"], ["60 a day", "60 al día"]),
    (["Our course for crane drivers", "Nuestro curso para operar grúas"], ["6 places", "6 cupos"]),
    (["Timber of old crates", "Madera de cajones viejos"], ["9 m³", "9 m³"]),
];

/// How far round both lists have gone.
pub(super) struct Board {
    needs: usize,
    offers: usize,
}

impl Board {
    pub(super) fn begun(draw: &mut Draw) -> Self {
        Self { needs: draw.one_of(NEEDS.len()), offers: draw.one_of(OFFERS.len()) }
    }

    /// What a plant posts, if it posts anything.
    pub(super) fn of_plant(
        &mut self,
        unit: &Unit,
        at: Timestamp,
        draw: &mut Draw,
    ) -> Option<(&'static str, Act)> {
        if !draw.happens(0.06) {
            return None;
        }
        let is_need = draw.happens(0.5);
        let (kind, all, next) = if is_need {
            (Kind::Need, &NEEDS, &mut self.needs)
        } else {
            (Kind::Offer, &OFFERS, &mut self.offers)
        };
        let (words, amount) = all[*next % all.len()];
        *next += 1;
        let until = at + Duration::from_hours(24 * u64::from(draw.whole(10, 40).unsigned_abs()));
        let tongue = tongue(unit.id);
        let (words, amount) = (words[tongue].to_owned(), amount[tongue].to_owned());
        Some((COMMITTEE, Act::Post(NewPost { kind, words, amount, until })))
    }
}
