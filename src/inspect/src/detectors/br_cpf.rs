//! Brazilian CPF numbers: two check digits modulo 11. Source: Receita Federal,
//! <https://www.gov.br/receitafederal/pt-br/assuntos/meu-cpf>.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::BrCpf,
    trust: Trust::Checked,
    strength: 7,
    keywords: "c p f,cpf,cadastro de pessoa*,contribuinte",
    starts: &[Start::Shapes(
        "999.999.999-99,99999999999,999.999.999.99,999 999 999 99,999999999-99",
        check,
    )],
};

fn check(value: &Value) -> Option<Grade> {
    let digit = |sum: u32| if sum % 11 < 2 { 0 } else { 11 - sum % 11 };
    let first = digit(value.weighted(0, &[10, 9, 8, 7, 6, 5, 4, 3, 2]));
    let second = digit(value.weighted(0, &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2]));
    if first != value.digit(9) || second != value.digit(10) {
        return None;
    }
    Some(if value.joint == 0 || value.joint == b' ' {
        Grade::NONE_HIGH
    } else {
        Grade::MEDIUM_HIGH
    })
}

examples! { BrCpf
    finds ["CPF «529.982.247-25»",
    "«529.982.247-25»",
    "CPF: «52998224725»"]
    ignores ["CPF 529.982.247-24",
    "CPF 111.111.111-11",
    "52998224725"]
}
