//! Pure. How Spanish writes dates.

use std::sync::LazyLock;

use super::meaning::Meaning::{
    After, Ago, Day, DayOfMonth, End, Fiscal, Fixed, Half, Month, MonthWord, NthWeekday, Page, Quarter, Season,
    Weekday, Year,
};
use super::rule::{Family, compile};

const MONTH: &str = r"(?P<m>enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre|(?:ene|feb|abr|jun|jul|ago|sept?|oct|nov|dic)\.)";
const DAY: &str = r"(?P<d>[0-3]?[0-9]|primero|primer%Sdía|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciséis|diecisiete|dieciocho|diecinueve|veinte|veintiuno|veintidós|veintitrés|veinticuatro|veinticinco|veintiséis|veintisiete|veintiocho|veintinueve|treinta y uno|treinta)(?:\.?[º°o]\.?|e?ro)?";
const YEAR: &str = r"(?P<y>(?:19|20|21)[0-9]{2}|dos mil(?: [a-záéíóú]{3,12}(?: y [a-z]{3,6})?)?)";
const OF_YEAR: &str = r"(?:,?%S(?:de(?:l)?%S(?:año%S)?)?%J|%S(?P<ry>de(?:l%Spresente|%Seste|l%Spróximo|l)%Saño(?:%Spasado|%Spróximo|%Sque viene|%Sen%Scurso|%Sentrante)?))";
/// The present year, the next, the last.
const THE_YEAR: &str = r"(?P<ry>(?:el%S)?(?:presente%S|este%S|próximo%S)?año(?:%Sen%Scurso|%Spróximo|%Spasado|%Sentrante|%Scivil|%Scalendario)?)";
const THE_MONTH: &str = r"(?P<mo>(?:el%S)?(?:presente|(?:presente%S|este%S|próximo%S|mismo%S)?mes(?:%Sen%Scurso|%Spróximo|%Spasado|%Sentrante|%Ssiguiente|%Sque%Sviene)?))";
const WEEKDAY: &str = r"(?P<w>lunes|martes|miércoles|jueves|viernes|sábado|domingo)";
const UNIT: &str = r"(?P<u>horas?|días?|semanas?|quincenas?|mes(?:es)?|años?)(?:%S(?:naturales|calendario|corridos))?";
/// A count, said twice in laws: "treinta (30) días".
const COUNT: &str = r"(?P<n>[0-9]{1,4}|(?:ciento%S|doscientos%S)?(?:veinti[a-zóéú]{2,6}|(?:veinte|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa)(?:%Sy%S(?:uno?|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve))?)|cien|doscientos|una?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciséis|diecisiete|dieciocho|diecinueve|medio)(?:%S\([^)]{1,16}\))?";
const END: &str = r"(?:fin(?:es|al(?:es)?)?|cierre|último%Sdía|término|conclusión)%Sde(?:l)?%S";
/// "antes de que termine", "al concluir"
const OUT: &str = r"(?i)(?-u:\b)(?:antes%Sde(?:%Sque)?|hasta%Sque|cuando|al)%S(?P<r>(?:se%S)?(?:termin[ea]r?|acab[ea]r?|concluy[ae]|concluir|finali[cz][ea]r?|cierre|cerrar|expir[ea]r?|venza|vencer)%S";
const QUARTER: &str = r"(?:primer|1er|1\.er|segundo|2do|2o|tercer|3er|cuarto|4to|4o|último)";

pub(super) static RULES: LazyLock<Family> = LazyLock::new(|| {
    compile(
        &[
            (Day, r"(?i)(?-u:\b)%D%Sde%S%M%O?"),
            // Of a range the first day counts, but the last one of a deadline.
            (Day, r"(?i)(?-u:\b)%D%S(?:al?|y(?:%Sel)?|-)%S(?P<d2>[0-3]?[0-9])%Sde%S%M%O?"),
            (Day, r"(?i)(?-u:\b)%D[-–](?P<d2>[0-3]?[0-9])%Sde%S%M%O?"),
            (Day, r"(?i)(?-u:\b)(?P<d>[0-3]?[0-9])[-/](?P<m>ene|feb|mar|abr|may|jun|jul|ago|sept?|oct|nov|dic)[-/]%J"),
            (Day, r"(?-u:\b)(?P<d>[0-3]?[0-9])[-./](?P<m>XII|XI|IX|IV|VIII|VII|VI|V|X|III|II|I)[-./]%J"),
            (DayOfMonth, r"(?i)(?-u:\b)(?:día%S)?%D%Sde(?:l)?%S%P"),
            (DayOfMonth, r"(?i)(?-u:\b)%W,?%S(?:día%S)?(?P<d>[0-3]?[0-9])(?-u:\b)"),
            (DayOfMonth, r"(?i)(?-u:\b)(?:el|al|del|desde%Sel)%S(?P<r>día%S(?P<d>[0-3]?[0-9]))(?:[.,;:]|$)"),
            (Month, r"(?i)(?-u:\b)%M%O"),
            (Month, r"(?i)(?-u:\b)(?P<r>(?P<rel>pasado|próximo)%S(?:mes%Sde%S)?%M)"),
            (Month, r"(?i)(?-u:\b)(?P<r>%M%S(?P<rel>pasado|próximo|que%Sviene|entrante))"),
            (
                Month,
                r"(?i)(?-u:\b)(?:en|para|desde|hasta|antes%Sde|a%Spartir%Sde|durante|de|este|y|a|hacia|entre|mes%Sde|tardar%Sen|comienza)%S(?:mediados%Sde%S|principios%Sde%S|inicios%Sde%S|comienzos%Sde%S)?(?P<r>%M)",
            ),
            (
                Year,
                r"(?i)(?-u:\b)(?:en|para|desde|hasta|antes%Sde|a%Spartir%Sde|durante|de|del|año|ejercicio%Sfiscal|ejercicio|hacia|tardar%Sen|entre)%S(?:el%Saño%S|principios%Sde%S|(?P<mid>mediados%Sde%S)|inicios%Sde%S|comienzos%Sde%S)?(?P<r>%J)",
            ),
            (
                Season,
                r"(?i)(?P<s>primavera|verano|otoño|invierno)%S(?:de(?:l)?%S)?(?:%J|(?P<ry>(?:este|próximo)%Saño))",
            ),
            (
                Season,
                r"(?i)(?-u:\b)(?P<rel>este|esta|próximo|próxima|pasado|pasada)%S(?P<s>primavera|verano|otoño|invierno)",
            ),
            (Season, r"(?i)(?-u:\b)(?P<s>primavera|verano|otoño|invierno)%S(?P<rel>próxim[oa]|pasad[oa]|que%Sviene)"),
            (
                Season,
                r"(?i)(?-u:\b)(?:en|para|desde|hasta|antes%Sdel?|a%Spartir%Sdel?|durante)%S(?:el%S|la%S)?(?P<r>(?P<s>primavera|verano|otoño|invierno))",
            ),
            (
                Season,
                r"(?i)(?-u:\b)(?:receso|per[ií]odo|pausa|sesiones|vacaciones)%Sde%S(?P<s>primavera|verano|otoño|invierno)",
            ),
            (
                Year,
                r"(?i)(?-u:\b)(?P<ry>este%Saño|presente%Saño|año%Sen%Scurso|próximo%Saño|año%S(?:próximo|pasado|entrante|que%Sviene|que%Sentra)|pasado%Saño|nuevo%Saño)",
            ),
            (Year, r"(?i)(?-u:\b)(?P<mid>mediados)%Sde(?:l)?%S(?:%T|%J)"),
            (
                Fixed(1, 1),
                r"(?i)(?-u:\b)(?:primero|primer%Sdía|1(?:\.?[º°o])?)%Sde(?:l)?%S(?P<ry>(?:próximo%S)?año(?:%Spróximo|%Sentrante|%Sque%Sviene|%Ssiguiente))",
            ),
            (Fixed(1, 1), r"(?-u:\b)[Aa]ño%S[Nn]uevo(?:%Sde%S%J)?"),
            (Fixed(12, 25), r"(?-u:\b)Navidad(?:%Sde%S%J)?"),
            (End, r"(?i)%E(?:mes%Sde%S)?%M%O?"),
            (End, r"(?i)%E%P"),
            (End, r"(?i)%E(?:%T|(?:año%S)?%J)"),
            (End, r"%X(?:el%Smes%Sde%S)?%M%O?)"),
            (End, r"%X%P)"),
            (End, r"%X(?:%T|(?:el%Saño%S)?%J))"),
            (
                End,
                r"(?i)(?-u:\b)(?:dentro%Sdel?|en%Sel%S(?:curso|transcurso)%Sdel?|en%Slo%Sque%S(?:resta|queda)%Sdel?)%S(?P<r>%T)",
            ),
            (
                End,
                r"(?i)(?-u:\b)(?:dentro%Sdel?|en%Sel%S(?:curso|transcurso)%Sdel?|en%Slo%Sque%S(?:resta|queda)%Sdel?)%S(?P<r>(?P<mo>(?:presente%S|este%S)?mes(?:%Sen%Scurso)?))",
            ),
            // The budget year of Mexico is the calendar year.
            (
                End,
                r"(?i)%E(?P<ry>(?:el%S)?(?:presente%S|próximo%S)?ejercicio(?:%S(?:fiscal|presupuestal))?(?:%Sen%Scurso)?)",
            ),
            (End, r"%X(?P<ry>el%S(?:presente%S)?ejercicio(?:%S(?:fiscal|presupuestal))?(?:%Sen%Scurso)?))"),
            (Fiscal(9), r"(?i)(?:%E)?año%S(?:fiscal|presupuestario)%S(?:de%S)?(?P<y>20[0-9]{2})"),
            (
                Fiscal(9),
                r"(?i)%E(?P<ry>(?:presente%S|este%S|próximo%S)?año%S(?:fiscal|presupuestario)(?:%Sen%Scurso)?)",
            ),
            (Fiscal(9), r"%X(?P<ry>(?:el%S)?(?:presente%S|este%S)?año%S(?:fiscal|presupuestario)(?:%Sen%Scurso)?))"),
            (Fiscal(9), r"(?i)(?-u:\b)(?P<ry>(?:presente|este|próximo)%Saño%S(?:fiscal|presupuestario))"),
            (Quarter, r"(?i)(?P<end>%E)?(?P<q>%Q)%Strimestre(?:%Sde(?:l)?%S(?:%J|%T))?"),
            (Quarter, r"(?i)(?P<end>%E)(?P<qw>(?:presente%S|este%S|próximo%S)?trimestre(?:%Sen%Scurso|%Spróximo)?)"),
            (Quarter, r"%X(?P<end>(?P<qw>(?:el|este|el%Spresente)%Strimestre(?:%Sen%Scurso)?)))"),
            (Quarter, r"(?i)(?-u:\b)(?P<qw>(?:este|presente|próximo)%Strimestre|trimestre%Sen%Scurso)"),
            (Half, r"(?i)(?:%E)?(?P<q>%Q)%Ssemestre(?:%Sde(?:l)?%S(?:%J|%T))?"),
            (Half, r"(?i)(?:%E(?:la%S)?)?(?P<q>primera|segunda)%Smitad%Sde(?:l)?%S(?:%J|%T)"),
            (Half, r"(?i)%E(?P<qw>(?:presente%S|este%S|próximo%S)?semestre(?:%Sen%Scurso|%Spróximo)?)"),
            (Half, r"%X(?P<qw>(?:el|este|el%Spresente)%Ssemestre(?:%Sen%Scurso)?))"),
            (Half, r"(?i)(?-u:\b)(?P<qw>(?:este|presente|próximo)%Ssemestre|semestre%Sen%Scurso)"),
            (
                Page(0),
                r"(?i)(?-u:\b)(?:(?:desde|a%Spartir%Sde|a%Scontar%Sde)%S(?:el%Sdía%Sde%S)?hoy|(?:con|de)%Sefectos?%Sinmediatos?|de%Sinmediato|inmediatamente|(?:a%Spartir%Sde|a%Scontar%Sde|desde|con|en)%S(?:esta(?:%Smisma)?%Sfecha|este%S(?:mismo%S)?día)|por%S(?:la|el)%Spresente|(?:a%Spartir%Sde|desde|al%Smomento%Sde|con)%Ssu%Spublicación|el%S(?:mismo%S)?día%Sde%Ssu%Spublicación)",
            ),
            (
                Page(0),
                r"(?i)(?-u:\b)(?:(?:a%Spartir%Sde|desde|en|a%Scontar%Sde)%S)?la%Sfecha%Sde%S(?:su|esta|la%Spresente|este)%S(?:publicación|acuerdo|decreto|comunicado)",
            ),
            (
                Page(0),
                r"(?i)(?-u:\b)(?P<r>(?:a%Spartir%Sde|a%Scontar%Sde|desde)%Sla%S(?:presente(?:%S(?:fecha|publicación))?|fecha))(?:[.,;:)]|$|%Sy(?-u:\b))",
            ),
            (Page(0), r"(?i)(?-u:\b)(?:desde%S)?esta%S(?:mañana|tarde|noche)"),
            (Page(0), r"(?i)(?-u:\b)(?P<r>hoy)(?:[.,;:!?)]|%S(?:[a-df-oq-z]|e[^n]|en%S[^d]|p[^o])|$)"),
            (Page(1), r"(?i)(?:al%S)?día%S(?:natural%S)?siguiente%S(?:al?%Sde%S|de%S)su%Spublicación"),
            (
                Page(1),
                r"(?i)(?:^|[.,;]%S|(?:desde|hasta|para|a%Spartir%Sde|será|inicia|comienza|rige|entra|efectos?|aplica|publica|abre|vigor|vence)%S)(?P<r>mañana)(?-u:\b)",
            ),
            (Page(2), r"(?i)(?-u:\b)pasado%Smañana"),
            (Page(-1), r"(?i)(?-u:\b)(?:ayer|anoche)"),
            (Weekday, r"(?i)(?-u:\b)(?P<r>(?P<rel>próximo|pasado|este)%S%W)"),
            (
                Weekday,
                r"(?i)(?-u:\b)(?:el|del|al|desde%Sel|para%Sel|este%Smismo)%S(?P<r>%W(?:%S(?P<rel>próximo|pasado|que%Sviene|entrante))?)",
            ),
            (NthWeekday, r"(?i)(?P<q>%Q)%S%W%Sde%S%M%O?"),
            (NthWeekday, r"(?i)(?P<q>%Q)%S%W%Sde(?:l)?%S%P"),
            (
                After,
                r"(?i)(?-u:\b)(?:a%Smás%Stardar%S)?(?:en|dentro%Sde|a%Slos|en%Sun%Smáximo%Sde|(?:en%S|dentro%Sde%S|dentro%S)?(?:un%S|el%S|del%S)?(?:plazo|término|lapso)(?:%Smáximo|%Sno%Smayor|%Simprorrogable|%Sque%Sno%S(?:exceda|excederá|podrá%Sexceder))?%S(?:de|a)|en%Smenos%Sde|durante%Slos%Spróximos|transcurridos|de%Saquí%Sa)%S(?:los%S|las%S)?(?:próxim[oa]s%S|siguientes%S)?%N%S(?:próxim[oa]s%S|siguientes%S)?%U(?:%S(?:siguientes|posteriores))?",
            ),
            (After, r"(?i)(?-u:\b)%N%S%U%S(?:después|a%Spartir%Sde|siguientes|posteriores|contados)"),
            (After, r"(?i)(?-u:\b)(?:por|durante)%S(?P<r>(?:otr[oa]s%S)?%N%S%U%S(?:más|adicionales))"),
            (After, r"(?i)(?-u:\b)(?:por|durante)%S(?P<r>otr[oa]s%S%N%S%U)"),
            (Ago, r"(?i)(?-u:\b)hace%S%N%S%U"),
            (
                MonthWord,
                r"(?i)(?-u:\b)(?P<mo>este%Smes|presente%Smes|mes%Sen%Scurso|próximo%Smes|pasado%Smes|mes%S(?:próximo|pasado|entrante|que%Sviene))",
            ),
        ],
        &[
            ("%O", OF_YEAR),
            ("%T", THE_YEAR),
            ("%P", THE_MONTH),
            ("%X", OUT),
            ("%E", END),
            ("%Q", QUARTER),
            ("%M", MONTH),
            ("%D", DAY),
            ("%J", YEAR),
            ("%W", WEEKDAY),
            ("%N", COUNT),
            ("%U", UNIT),
        ],
    )
});
