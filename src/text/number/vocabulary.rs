//! Pure. A number word in, what it adds or multiplies out: English, Spanish, French.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::model::Lang;

/// What a number word does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Word {
    /// Adds itself: one, twenty, cien, doscientos.
    Adds(f64),
    /// An article that is a number only before a scale word: a, un, une.
    Article,
    /// Multiplies what stands before it and may stand alone: hundred, mil, cent.
    Times(f64),
    /// Multiplies what stands before it and needs it: million.
    Scale(f64),
    /// Half of the scale after it: half a dozen, medio centenar.
    Half,
}

const EN: &[(&str, f64)] = &[
    ("zero", 0.0),
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
];

const ES: &[(&str, f64)] = &[
    ("cero", 0.0),
    ("dos", 2.0),
    ("tres", 3.0),
    ("cuatro", 4.0),
    ("cinco", 5.0),
    ("seis", 6.0),
    ("siete", 7.0),
    ("ocho", 8.0),
    ("nueve", 9.0),
    ("diez", 10.0),
    ("once", 11.0),
    ("doce", 12.0),
    ("trece", 13.0),
    ("catorce", 14.0),
    ("quince", 15.0),
    ("dieciséis", 16.0),
    ("dieciseis", 16.0),
    ("diecisiete", 17.0),
    ("dieciocho", 18.0),
    ("diecinueve", 19.0),
    ("veinte", 20.0),
    ("veintiuno", 21.0),
    ("veintiún", 21.0),
    ("veintidós", 22.0),
    ("veintitrés", 23.0),
    ("veinticuatro", 24.0),
    ("veinticinco", 25.0),
    ("veintiséis", 26.0),
    ("veintisiete", 27.0),
    ("veintiocho", 28.0),
    ("veintinueve", 29.0),
    ("treinta", 30.0),
    ("cuarenta", 40.0),
    ("cincuenta", 50.0),
    ("sesenta", 60.0),
    ("setenta", 70.0),
    ("ochenta", 80.0),
    ("noventa", 90.0),
    ("cien", 100.0),
    ("ciento", 100.0),
    ("doscientos", 200.0),
    ("doscientas", 200.0),
    ("trescientos", 300.0),
    ("trescientas", 300.0),
    ("cuatrocientos", 400.0),
    ("cuatrocientas", 400.0),
    ("quinientos", 500.0),
    ("quinientas", 500.0),
    ("seiscientos", 600.0),
    ("seiscientas", 600.0),
    ("setecientos", 700.0),
    ("setecientas", 700.0),
    ("ochocientos", 800.0),
    ("ochocientas", 800.0),
    ("novecientos", 900.0),
    ("novecientas", 900.0),
];

const FR: &[(&str, f64)] = &[
    ("zéro", 0.0),
    ("deux", 2.0),
    ("trois", 3.0),
    ("quatre", 4.0),
    ("cinq", 5.0),
    ("six", 6.0),
    ("sept", 7.0),
    ("huit", 8.0),
    ("neuf", 9.0),
    ("dix", 10.0),
    ("onze", 11.0),
    ("douze", 12.0),
    ("treize", 13.0),
    ("quatorze", 14.0),
    ("quinze", 15.0),
    ("seize", 16.0),
    ("vingt", 20.0),
    ("vingts", 20.0),
    ("trente", 30.0),
    ("quarante", 40.0),
    ("cinquante", 50.0),
    ("soixante", 60.0),
    ("septante", 70.0),
    ("nonante", 90.0),
];

/// What the words of each table add, to be looked up at once: most words of a text are no numbers.
static ADDED: LazyLock<[HashMap<&str, f64>; 3]> =
    LazyLock::new(|| [EN, ES, FR].map(|table| table.iter().copied().collect()));

/// What a lower-case word does in a language.
pub(super) fn look_up(word: &str, lang: Lang) -> Option<Word> {
    let (table, special) = match lang {
        Lang::En => (0, english(word)),
        Lang::Es => (1, spanish(word)),
        Lang::Fr => (2, french(word)),
        Lang::Zh => return None,
    };
    special.or_else(|| ADDED[table].get(word).map(|value| Word::Adds(*value)))
}

fn english(word: &str) -> Option<Word> {
    Some(match word {
        "a" | "an" => Word::Article,
        "half" => Word::Half,
        "hundred" => Word::Scale(100.0),
        "dozen" => Word::Scale(12.0),
        "score" => Word::Scale(20.0),
        "lakh" => Word::Scale(1e5),
        "crore" => Word::Scale(1e7),
        "thousand" => Word::Scale(1e3),
        "million" => Word::Scale(1e6),
        "billion" => Word::Scale(1e9),
        "trillion" => Word::Scale(1e12),
        _ => return None,
    })
}

fn spanish(word: &str) -> Option<Word> {
    Some(match word {
        "un" | "una" | "uno" => Word::Article,
        "medio" | "media" => Word::Half,
        "decena" | "decenas" => Word::Scale(10.0),
        "docena" | "docenas" => Word::Scale(12.0),
        "veintena" => Word::Scale(20.0),
        "treintena" => Word::Scale(30.0),
        "cuarentena" => Word::Scale(40.0),
        "cincuentena" => Word::Scale(50.0),
        "centena" | "centenas" | "centenar" | "centenares" => Word::Scale(100.0),
        "millar" | "millares" => Word::Scale(1e3),
        "mil" => Word::Times(1e3),
        "millón" | "millones" => Word::Scale(1e6),
        "billón" | "billones" => Word::Scale(1e12),
        _ => return None,
    })
}

fn french(word: &str) -> Option<Word> {
    Some(match word {
        "un" | "une" => Word::Article,
        "cent" | "cents" => Word::Times(100.0),
        "mille" => Word::Times(1e3),
        "million" | "millions" => Word::Scale(1e6),
        "milliard" | "milliards" => Word::Scale(1e9),
        "demi" => Word::Half,
        "dizaine" | "dizaines" => Word::Scale(10.0),
        "douzaine" | "douzaines" => Word::Scale(12.0),
        "quinzaine" => Word::Scale(15.0),
        "vingtaine" => Word::Scale(20.0),
        "trentaine" => Word::Scale(30.0),
        "quarantaine" => Word::Scale(40.0),
        "cinquantaine" => Word::Scale(50.0),
        "soixantaine" => Word::Scale(60.0),
        "centaine" | "centaines" => Word::Scale(100.0),
        "millier" | "milliers" => Word::Scale(1e3),
        _ => return None,
    })
}

/// The word that may stand inside a number: "one hundred and five", "treinta y uno", "vingt et un".
pub(super) fn connector(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "and",
        Lang::Es => "y",
        Lang::Fr => "et",
        Lang::Zh => "",
    }
}
