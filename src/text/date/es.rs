//! Pure. How Spanish writes dates.

use std::sync::LazyLock;

use super::meaning::Meaning::{After, Ago, Day, End, Fiscal, Half, Month, MonthWord, Page, Quarter, Weekday, Year};
use super::rule::{Family, compile};

const MONTH: &str = r"(?P<m>enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|(?:ene|feb|abr|jun|jul|ago|sept?|oct|nov|dic)\.)";
const DAY: &str = r"(?P<d>[0-3]?[0-9]|primero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciséis|diecisiete|dieciocho|diecinueve|veinte|veintiuno|veintidós|veintitrés|veinticuatro|veinticinco|veintiséis|veintisiete|veintiocho|veintinueve|treinta y uno|treinta)";
const YEAR: &str = r"(?P<y>(?:19|20|21)[0-9]{2}|dos mil(?: [a-záéíóú]{3,12}(?: y [a-z]{3,6})?)?)";
const OF_YEAR: &str = r"(?:,?%S(?:de(?:l)?%S(?:año%S)?)?%J|%S(?P<ry>de(?:l%Spresente|%Seste|l%Spróximo|l)%Saño(?:%Spasado|%Spróximo|%Sque viene)?))";
const WEEKDAY: &str = r"(?P<w>lunes|martes|miércoles|jueves|viernes|sábado|domingo)";
const UNIT: &str = r"(?P<u>horas?|días?|semanas?|mes(?:es)?|años?)(?:%S(?:naturales|calendario|corridos))?";

pub(super) static RULES: LazyLock<Family> = LazyLock::new(|| {
    compile(
        &[
            (Day, r"(?i)(?-u:\b)%D(?:\.?[º°o])?%Sde%S%M%O?"),
            (Month, r"(?i)(?-u:\b)%M%O"),
            (Month, r"(?i)(?-u:\b)(?P<r>(?P<rel>pasado|próximo)%S(?:mes%Sde%S)?%M)"),
            (Month, r"(?i)(?-u:\b)(?P<r>%M%S(?P<rel>pasado|próximo|que%Sviene))"),
            (
                Month,
                r"(?i)(?-u:\b)(?:en|para|desde|hasta|antes%Sde|a%Spartir%Sde|durante|de|este|y|a)%S(?:mediados%Sde%S|principios%Sde%S|inicios%Sde%S)?(?P<r>%M)",
            ),
            (
                Year,
                r"(?i)(?-u:\b)(?:en|para|desde|hasta|antes%Sde|a%Spartir%Sde|durante|de|del|año|ejercicio%Sfiscal|ejercicio|hacia)%S(?:el%Saño%S|principios%Sde%S|mediados%Sde%S)?(?P<r>%J)",
            ),
            (Year, r"(?i)(?:primavera|verano|otoño|invierno)%S(?:de(?:l)?%S)?%J"),
            (
                Year,
                r"(?i)(?-u:\b)(?P<ry>este%Saño|presente%Saño|año%Sen%Scurso|próximo%Saño|año%S(?:próximo|pasado|entrante|que%Sviene)|pasado%Saño)",
            ),
            (
                End,
                r"(?i)(?:(?:fin(?:es|al(?:es)?)?|cierre|término|último%Sdía)%Sde|antes%Sde%Sque%S(?:termine|acabe|concluya|finalice))%S%M%O?",
            ),
            (
                End,
                r"(?i)(?:(?:fin(?:es|al(?:es)?)?|cierre|término|último%Sdía)%Sde(?:l)?|antes%Sde%Sque%S(?:termine|acabe|concluya|finalice)%Sel)%S(?P<mo>(?:presente%S|este%S|próximo%S)?mes(?:%Spróximo|%Spasado)?)",
            ),
            (
                End,
                r"(?i)(?:(?:fin(?:es|al(?:es)?)?|cierre|término)%Sde(?:l)?|antes%Sde%Sque%S(?:termine|acabe|concluya|finalice)%Sel)%S(?:(?P<ry>(?:presente%S|este%S|próximo%S)?año(?:%Spróximo|%Spasado)?)|%J)",
            ),
            (Fiscal, r"(?i)año%Sfiscal%S(?:de%S)?(?P<y>20[0-9]{2})"),
            (
                Quarter,
                r"(?i)(?P<q>primer|segundo|tercer|cuarto|último)%Strimestre(?:%Sde(?:l)?%S(?:%J|(?P<ry>(?:presente%S|este%S|próximo%S)?año)))?",
            ),
            (
                Half,
                r"(?i)(?P<q>primer|segundo|primera|segunda)%S(?:semestre|mitad)(?:%Sde(?:l)?%S(?:%J|(?P<ry>(?:presente%S|este%S|próximo%S)?año)))",
            ),
            (
                Page(0),
                r"(?i)(?-u:\b)(?:(?:desde|a%Spartir%Sde)%Shoy|(?:con|de)%Sefectos?%Sinmediatos?|de%Sinmediato|inmediatamente|a%Spartir%Sde%Sesta%Sfecha|por%S(?:la|el)%Spresente|(?:a%Spartir%Sde|desde)%S(?:la%Sfecha%Sde%S)?(?:su|esta)%Spublicación|el%Sdía%Sde%Ssu%Spublicación|desde%Sesta%Sfecha|a%Spartir%Sde%Seste%Smomento)",
            ),
            (Page(0), r"(?i)(?-u:\b)(?P<r>hoy)(?:[.,;:!?)]|%S(?:[a-df-oq-z]|e[^n]|en%S[^d]|p[^o])|$)"),
            (Page(1), r"(?i)(?:al%S)?día%Ssiguiente%S(?:al?%Sde%S|de%S)su%Spublicación"),
            (
                Page(1),
                r"(?i)(?:^|[.,;]%S|(?:desde|hasta|para|a%Spartir%Sde|será|inicia|comienza|vigor|vence)%S)(?P<r>mañana)(?-u:\b)",
            ),
            (Page(2), r"(?i)(?-u:\b)pasado%Smañana(?-u:\b)"),
            (Page(-1), r"(?i)(?-u:\b)ayer"),
            (Weekday, r"(?i)(?-u:\b)(?P<r>(?P<rel>próximo|pasado|este)%S%W)"),
            (
                Weekday,
                r"(?i)(?-u:\b)(?:el|del|al|desde%Sel|para%Sel)%S(?P<r>%W(?:%S(?P<rel>próximo|pasado|que%Sviene))?)",
            ),
            (
                After,
                r"(?i)(?-u:\b)(?:en|dentro%Sde|a%Slos|en%Sun%Splazo(?:%Smáximo|%Sno%Smayor)?%S(?:de|a)|plazo(?:%Smáximo|%Sno%Smayor)?%S(?:de|a)|en%Smenos%Sde|en%Slos%Spróximos|durante%Slos%Spróximos|a%Smás%Stardar%Sen|transcurridos|pasados|al%Scabo%Sde|en%Sel%Splazo%Sde|en%Sno%Smás%Sde)%S(?:los%S(?:próximos%S)?)?%N%S%U",
            ),
            (After, r"(?i)(?-u:\b)%N%S%U%S(?:después|a%Spartir%Sde)"),
            (Ago, r"(?i)(?-u:\b)hace%S%N%S%U"),
            (
                MonthWord,
                r"(?i)(?-u:\b)(?P<mo>este%Smes|presente%Smes|mes%Sen%Scurso|próximo%Smes|pasado%Smes|mes%S(?:próximo|pasado|entrante|que%Sviene))",
            ),
        ],
        &[("%O", OF_YEAR), ("%M", MONTH), ("%D", DAY), ("%J", YEAR), ("%W", WEEKDAY), ("%U", UNIT)],
    )
});
