//! Spanish tax numbers of persons (NIF, which is the DNI with its letter): the number modulo 23 is the letter. Source: Ministerio
//! del Interior, <https://www.interior.gob.es/opencms/es/servicios-al-ciudadano/tramites-y-gestiones/dni/calculo-del-digito-de-control-del-nif-nie/>.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::EsNif,
    trust: Trust::Checked,
    strength: 6,
    keywords: "dni,nif,documento nacional,identidad,numero de identificacion*,documento",
    starts: &[Start::Shapes(
        "99999999A,99999999~A,99.999.999-A,99.999.999A",
        check,
    )],
};

fn check(value: &Value) -> Option<Grade> {
    let letter = b"TRWAGMYFPDXBNJZSQVHLCKE".get((value.number(0, 8) % 23) as usize);
    (letter == Some(&value.letter(8)) && value.number(0, 8) != 0).then_some(Grade::MEDIUM_HIGH)
}

examples! { EsNif
    finds ["DNI «12345678Z»",
    "«12345678-Z»",
    "NIF: «12.345.678-Z»"]
    ignores ["DNI 12345678A",
    "00000000T",
    "12345678ZZ"]
}
