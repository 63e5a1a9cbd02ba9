//! Pure. How French writes dates.

use std::sync::LazyLock;

use super::meaning::Meaning::{
    After, Ago, Day, DayOfMonth, End, Fiscal, Fixed, Half, Month, MonthWord, NthWeekday, Page, Quarter, Season,
    Weekday, Year,
};
use super::rule::{Family, compile};

const MONTH: &str = r"(?P<m>janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre|(?:janv|févr|avr|juill|sept|oct|nov|déc)\.)";
const DAY: &str = r"(?P<d>[0-3]?[0-9]|premier|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix-sept|dix-huit|dix-neuf|vingt(?:-(?:deux|trois|quatre|cinq|six|sept|huit|neuf)|%Set%Sun)?|trente(?:%Set%Sun)?)(?:er)?";
const YEAR: &str = r"(?P<y>(?:19|20|21)[0-9]{2}|deux%Smille%S(?:vingt|trente)(?:[ -][a-z]{2,7}){0,2})";
const WEEKDAY: &str = r"(?P<w>lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)";
const UNIT: &str = r"(?P<u>heures?|jours?|semaines?|quinzaines?|mois|années?|ans?)(?:%S(?:civils|calendaires|francs))?";
/// A count, said twice in laws: "trente (30) jours".
const COUNT: &str = r"(?P<n>[0-9]{1,4}|(?:cent[ -]|cent%Squatre-)?(?:quatre-vingt(?:s|-(?:dix(?:-(?:sept|huit|neuf))?|onze|douze|treize|quatorze|quinze|seize|une?|deux|trois|quatre|cinq|six|sept|huit|neuf))?|(?:vingt|trente|quarante|cinquante|soixante)(?:(?:-|%Set%S)(?:une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix(?:-(?:sept|huit|neuf))?|onze|douze|treize|quatorze|quinze|seize))?)|cent%Squatre-vingts?|cent|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix-sept|dix-huit|dix-neuf)(?:%S\([^)]{1,16}\))?";
/// The day counted to: "le quatre-vingt-dixième jour suivant".
const NTH: &str = r"(?P<n>[0-9]{1,3}(?:e|ème)|(?:cent%S)?(?:(?:vingt|trent|quarant|cinquant|soixant|dix|quinz|huit|cinqu)ième|quatre-vingt(?:-dix)?ième|(?:quarante|soixante)-[a-z]{3,6}ième))";
const THE_YEAR: &str = r"(?P<ry>l['’]année(?:%S(?:prochaine|dernière|en%Scours|civile))?|cette%Sannée|l['’]an%S(?:prochain|dernier)|l['’]an)";
const THE_MONTH: &str = r"(?P<mo>(?:du|de%Sce)%Smois(?:%S(?:prochain|dernier|en%Scours|suivant|courant))?)";
const END: &str = r"(?:la%S|en%S|le%S)?(?:fin|clôture|terme|dernier%Sjour)%S";
/// "avant que l'année ne s'achève"
const OUT: &str = r"%S(?:ne%S)?(?:s['’]achève|se%Stermine|finisse|se%Sfinisse|s['’]écoule|se%Sclôture|prenne%Sfin|soit%S(?:achevée?|terminée?|finie?|écoulée?))";
const FISCAL: &str = r"(?:l['’]|du%S|d['’])?(?:exercice(?:%Sfinancier)?|année%Sfinancière)";
const ORDINAL: &str = r"(?:premier|1er|deuxième|2e|second|troisième|3e|quatrième|4e|dernier)";

pub(super) static RULES: LazyLock<Family> = LazyLock::new(|| {
    compile(
        &[
            (
                Day,
                r"(?i)(?-u:\b)%D%S%M(?:%S%J|%S(?P<ry>de%Scette%Sannée|(?:de%S)?l['’](?:année|an)%S(?:prochaine?|dernière?)))?",
            ),
            (Day, r"(?i)(?-u:\b)%D(?:%S(?:au|et(?:%Sle)?|-)%S|[-–])(?P<d2>[0-3]?[0-9])%S%M(?:%S%J)?"),
            (Day, r"(?i)(?-u:\b)(?P<d>premier)%Sjour%S(?:de%S|d['’]|du%Smois%Sd(?:e%S|['’]))%M(?:%S%J)?"),
            (DayOfMonth, r"(?i)(?-u:\b)%D%S(?:jour%S)?%O"),
            (DayOfMonth, r"(?i)(?-u:\b)%W%S(?P<d>1|[0-3]?[0-9])(?:er)?(?-u:\b)"),
            (
                DayOfMonth,
                r"(?i)(?-u:\b)(?:le|dès%Sle|avant%Sle|du|au)%S(?P<r>(?P<d>1|[12][0-9]|3[01])(?:er)?)(?:[.,;:]|$)",
            ),
            (Month, r"(?i)(?-u:\b)%M%S(?:de%S)?%Y"),
            (Month, r"(?i)(?-u:\b)%M%S(?P<rel>dernier|prochain)"),
            (Month, r"(?i)(?-u:\b)%M%S(?P<ry>de%Scette%Sannée|(?:de%S)?l['’](?:année|an)%S(?:prochaine?|dernière?))"),
            (
                Month,
                r"(?i)(?-u:\b)(?:en|ici|ici%Sà|depuis|avant|début|mi|courant|partir%Sde|partir%Sd['’]|compter%Sde|compter%Sd['’]|dès|pour|jusqu['’]en|tard%Sen|mois%Sde|mois%Sd['’]|et|de)[ \u{a0}-]?(?P<r>%M)",
            ),
            (
                Year,
                r"(?i)(?-u:\b)(?:en|ici|ici%Sà|depuis|avant|début|(?P<mid>mi)|courant|partir%Sde|compter%Sde|dès|pour|jusqu['’]en|tard%Sen|année|exercice|horizon|de)[ \u{a0}-](?:à%S)?(?P<r>%Y)",
            ),
            (Season, r"(?i)(?P<s>printemps|été|automne|hiver)%S(?:de%S)?%Y"),
            (Season, r"(?i)(?-u:\b)(?P<rel>cet|ce)%S(?P<s>printemps|été|automne|hiver)"),
            (
                Season,
                r"(?i)(?:l['’]|le%S|au%S|en%S|du%S)(?P<r>(?P<s>printemps|été|automne|hiver)%S(?P<rel>prochain|dernier))",
            ),
            (
                Season,
                r"(?i)(?:(?:à|dès|pour|avant|ici|depuis|de|durant|pendant)%Sl['’]|au%S|dès%Sle%S|avant%Sle%S|pour%Sle%S|ici%Sle%S|en%S)(?P<r>(?P<s>printemps|été|automne|hiver))",
            ),
            (
                Season,
                r"(?i)(?-u:\b)(?:congés?|relâche|pause|trêve|vacances|session)%S(?:d['’]|de%S|du%S)(?P<s>printemps|été|automne|hiver)",
            ),
            (
                Year,
                r"(?i)(?-u:\b)(?P<ry>l['’]année(?:%S(?:prochaine|dernière|en%Scours))?|cette%Sannée|l['’]an%S(?:prochain|dernier)|(?:la%S)?nouvelle%Sannée|l['’]année%Snouvelle)",
            ),
            (Year, r"(?i)(?-u:\b)(?P<mid>mi)-année|(?P<mid2>milieu)%Sde%S(?:%T|%Y)"),
            (Fixed(1, 1), r"(?i)(?-u:\b)(?:le%S)?premier%Sjour%Sde%S(?:%T|%Y)"),
            (Fixed(1, 1), r"(?-u:\b)(?:[Nn]ouvel%SAn|jour%Sde%Sl['’][Aa]n)(?:%S%Y)?"),
            (Fixed(7, 1), r"(?i)(?-u:\b)fête%Sdu%SCanada(?:%S%Y)?"),
            (Fixed(12, 25), r"(?-u:\b)Noël(?:%S%Y)?"),
            (End, r"(?i)(?-u:\b)%E(?:de%S|d['’]|du%Smois%Sde%S|du%Smois%Sd['’])?%M(?:%S%Y)?"),
            (End, r"(?i)(?-u:\b)%E%O"),
            (End, r"(?i)(?-u:\b)%E(?P<mo>de%Smois)"),
            (End, r"(?i)(?-u:\b)%E(?:de%S)?(?:%T|%Y)"),
            (End, r"(?i)(?-u:\b)%Ed['’]année"),
            (End, r"(?i)(?-u:\b)avant%Sque%S(?P<r>(?:le%Smois%Sde%S|le%Smois%Sd['’])?%M%X)"),
            (End, r"(?i)(?-u:\b)avant%Sque%S(?P<r>(?P<mo>(?:le|ce)%Smois)%X)"),
            (End, r"(?i)(?-u:\b)avant%Sque%S(?P<r>%T%X)"),
            (End, r"(?i)(?-u:\b)(?:dans%Sle%Scourant%Sde|au%Scours%Sde|d['’]ici%S(?:à%S)?la%Sfin%Sde|dans)%S(?P<r>%T)"),
            (
                Fiscal(9),
                r"(?i)(?:%E(?:de%S)?(?:l['’])?)?année%S(?:fiscale|budgétaire)(?:%Saméricaine)?%S(?P<y>20[0-9]{2})",
            ),
            (
                Fiscal(9),
                r"(?i)(?-u:\b)(?:%E(?:de%S)?)?(?P<ry>(?:l['’]|cette%S)année%S(?:fiscale|budgétaire)(?:%Saméricaine)?(?:%S(?:en%Scours|prochaine))?)",
            ),
            // The year of accounts of Canada ends with March.
            (Fiscal(3), r"(?i)(?-u:\b)(?:%E(?:de%S)?)?%F%S20[0-9]{2}[-–](?P<y>20[0-9]{2}|[0-9]{2})"),
            (Fiscal(3), r"(?i)(?-u:\b)%E(?:de%S)?(?P<ry>%F(?:%S(?:en%Scours|courant|prochain))?)"),
            (Fiscal(3), r"(?i)(?-u:\b)avant%Sque%S(?P<r>(?P<ry>%F)%X)"),
            (Fiscal(3), r"(?i)(?-u:\b)(?P<ry>(?:l['’]|cet%S)exercice(?:%Sfinancier)?%S(?:en%Scours|courant|prochain))"),
            (Quarter, r"(?i)(?-u:\b)(?P<end>%E(?:du%S)?)?(?P<q>%Q)%Strimestre(?:%S(?:de%S)?(?:%Y|%T))?"),
            (Quarter, r"(?i)(?-u:\b)(?P<end>%E)(?P<qw>(?:du|de%Sce)%Strimestre(?:%S(?:en%Scours|courant|prochain))?)"),
            (
                Quarter,
                r"(?i)(?-u:\b)(?P<qw>(?:ce|le)%Strimestre%S(?:en%Scours|prochain)|ce%Strimestre|(?:au|du|le)%Sprochain%Strimestre)",
            ),
            (Quarter, r"(?i)(?-u:\b)avant%Sque%S(?P<r>(?P<qw>(?:le|ce)%Strimestre)(?P<end>%X))"),
            (Quarter, r"(?-u:\b)T(?P<q>[1-4])%S(?:de%S)?%Y"),
            (Half, r"(?i)(?-u:\b)(?:%E(?:du%S)?)?(?P<q>%Q)%Ssemestre(?:%S(?:de%S)?(?:%Y|%T))?"),
            (Half, r"(?i)(?-u:\b)(?:%E(?:de%S)?(?:la%S)?)?(?P<q>première|deuxième|seconde)%Smoitié%Sde%S(?:%Y|%T)"),
            (Half, r"(?i)(?-u:\b)%E(?P<qw>(?:du|de%Sce)%Ssemestre(?:%S(?:en%Scours|courant|prochain))?)"),
            (
                Half,
                r"(?i)(?-u:\b)(?P<qw>(?:ce|le)%Ssemestre%S(?:en%Scours|prochain)|ce%Ssemestre|(?:au|du|le)%Sprochain%Ssemestre)",
            ),
            (Half, r"(?i)(?-u:\b)avant%Sque%S(?P<r>(?P<qw>(?:le|ce)%Ssemestre)%X)"),
            (
                Page(0),
                r"(?i)(?:(?:dès|depuis|à%Scompter%Sd['’]|à%Spartir%Sd['’])(?:%S)?)?aujourd['’]hui|à%Scompter%Sde%Sce%Sjour|dès%Sce%Sjour|ce%Sjour|avec%Seffet%Simmédiat|(?-u:\b)immédiatement|par%Sla%Sprésente|sans%Sdélai|(?:dès|à%Scompter%Sde|à%Spartir%Sde|à%Sla%Sdate%Sde|le%Sjour%Sde|au%Sjour%Sde|lors%Sde)%S(?:(?:sa|la%Sprésente)%Spublication|son%Senregistrement)",
            ),
            (
                Page(0),
                r"(?i)(?:(?:dès|depuis|à%Scompter%Sde|à%Spartir%Sde|en%Sdate%Sde)%S)?(?:ce%S(?:matin|soir|jour)|cet%Saprès-midi|(?:la%Sprésente|cette)%Sdate)",
            ),
            (
                Page(0),
                r"(?i)(?P<r>(?:dès|à%Scompter%Sde|à%Spartir%Sde|à%Sdater%Sde)%Sla%Sprésente)(?:[.,;:)]|$|%Set(?-u:\b))",
            ),
            (
                Page(1),
                r"(?i)(?-u:\b)(?:demain|(?:le|au)%Slendemain%Sde%S(?:sa|la)%Spublication|le%Sjour%Ssuivant%S(?:sa|la|celui%Sde%Ssa)%Spublication)",
            ),
            (Page(2), r"(?i)(?-u:\b)après-demain"),
            (Page(-1), r"(?i)(?-u:\b)hier"),
            (Weekday, r"(?i)(?-u:\b)%W(?:%S(?P<rel>prochain|dernier))?"),
            (NthWeekday, r"(?i)(?-u:\b)(?P<q>%Q)%S%W%S(?:de%S|d['’])%M(?:%S%Y)?"),
            (NthWeekday, r"(?i)(?-u:\b)(?P<q>%Q)%S%W%S%O"),
            (
                After,
                r"(?i)(?-u:\b)(?:au%Splus%Stard%S)?(?:dans|sous|ici|ici%Sà|d['’]ici|d['’]ici%Sà|au%Scours%Sdes|(?:dans%S)?(?:un%S|le%S)?délai(?:%Smaximal|%Smaximum)?%Sd(?:e%S|['’])|en%Smoins%Sd(?:e%S|['’]))(?:%S)?(?:les%S)?(?:prochaine?s?%S)?%N%S(?:prochaine?s?%S)?%U(?:%Squi%Ssuivent)?",
            ),
            (After, r"(?i)(?-u:\b)%N%S%U%S(?:après|plus%Stard|à%Scompter%Sd(?:e|['’])|suivant|qui%Ssuivent)"),
            (
                After,
                r"(?i)(?-u:\b)(?:pendant|durant|pour)%S(?P<r>(?:encore%S)?%N%S(?:autres%S)?%U%S(?:de%Splus|supplémentaires))",
            ),
            (After, r"(?i)(?-u:\b)(?:le|au)%S(?P<r>%H%S(?P<u>jour)%S(?:suivant|après|qui%Ssuit|à%Scompter))"),
            (After, r"(?i)(?-u:\b)sous%S(?P<u>quinzaine)"),
            (After, r"(?i)(?-u:\b)(?:dans|au%Scours%Sde)%Sla%Sprochaine%S(?P<u>année)"),
            (Ago, r"(?i)(?-u:\b)il%Sy%Sa%S%N%S%U"),
            (
                MonthWord,
                r"(?i)(?-u:\b)(?P<mo>le%Smois%S(?:prochain|dernier)|mois%S(?:prochain|dernier|passé)|ce%Smois(?:-ci)?|mois%S(?:en%Scours|courant))",
            ),
        ],
        &[
            ("%X", OUT),
            ("%E", END),
            ("%T", THE_YEAR),
            ("%O", THE_MONTH),
            ("%F", FISCAL),
            ("%Q", ORDINAL),
            ("%M", MONTH),
            ("%D", DAY),
            ("%J", YEAR),
            ("%W", WEEKDAY),
            ("%H", NTH),
            ("%N", COUNT),
            ("%U", UNIT),
        ],
    )
});
