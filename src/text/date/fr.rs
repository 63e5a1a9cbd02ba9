//! Pure. How French writes dates.

use std::sync::LazyLock;

use super::meaning::Meaning::{After, Ago, Day, End, Fiscal, Half, Month, MonthWord, Page, Quarter, Weekday, Year};
use super::rule::{Family, compile};

const MONTH: &str = r"(?P<m>janvier|février|fevrier|mars|avril|mai|juin|juillet|août|aout|septembre|octobre|novembre|décembre|decembre|(?:janv|févr|avr|juill|sept|oct|nov|déc)\.)";
const WEEKDAY: &str = r"(?P<w>lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)";
const UNIT: &str = r"(?P<u>heures?|jours?|semaines?|mois|années?|ans?)(?:%Scivils)?";
const THE_YEAR: &str =
    r"(?P<ry>l['’]année(?:%S(?:prochaine|dernière|en%Scours))?|cette%Sannée|l['’]an%S(?:prochain|dernier))";

pub(super) static RULES: LazyLock<Family> = LazyLock::new(|| {
    compile(
        &[
            (Day, r"(?i)(?-u:\b)%D(?:er)?%S%M(?:%S%Y)?"),
            (Month, r"(?i)(?-u:\b)%M%S%Y"),
            (Month, r"(?i)(?-u:\b)%M%S(?P<rel>dernier|prochain)"),
            (
                Month,
                r"(?i)(?-u:\b)(?:en|ici|depuis|avant|début|mi|courant|partir%Sde|partir%Sd['’]|dès|pour|jusqu['’]en|mois%Sde|mois%Sd['’]|et|de)[ \u{a0}-]?(?P<r>%M)",
            ),
            (
                Year,
                r"(?i)(?-u:\b)(?:en|ici|depuis|avant|début|mi|courant|partir%Sde|dès|pour|jusqu['’]en|année|exercice|de)[ \u{a0}-](?:à%S)?(?P<r>%Y)",
            ),
            (Year, r"(?i)(?:printemps|été|automne|hiver)%S(?:de%S)?%Y"),
            (Year, r"(?i)(?:%T)"),
            (End, r"(?i)(?-u:\b)(?:la%S)?fin%S(?:de%S|d['’]|du%Smois%Sde%S|du%Smois%Sd['’])?%M(?:%S%Y)?"),
            (End, r"(?i)(?-u:\b)(?:la%S)?fin%Sd[ue]%S(?P<mo>mois(?:%Sprochain|%Sdernier)?)"),
            (End, r"(?i)(?-u:\b)(?:la%S)?fin%S(?:de%S)?(?:%T|%Y)"),
            (End, r"(?i)(?-u:\b)fin%Sd['’]année"),
            (Fiscal, r"(?i)année%Sfiscale%Saméricaine%S(?P<y>20[0-9]{2})"),
            (
                Quarter,
                r"(?i)(?P<q>premier|1er|deuxième|2e|troisième|3e|quatrième|4e|dernier)%Strimestre(?:%S(?:de%S)?(?:%Y|%T))?",
            ),
            (Half, r"(?i)(?P<q>premier|1er|second|deuxième|2e)%Ssemestre(?:%S(?:de%S)?(?:%Y|%T))"),
            (
                Page(0),
                r"(?i)(?:(?:dès|depuis|à%Scompter%Sd['’]|à%Spartir%Sd['’])%S?)?aujourd['’]hui|à%Scompter%Sde%Sce%Sjour|dès%Sce%Sjour|ce%Sjour|avec%Seffet%Simmédiat|(?-u:\b)immédiatement|par%Sla%Sprésente|sans%Sdélai|(?:dès|à%Scompter%Sde)%Ssa%Spublication",
            ),
            (Page(1), r"(?i)(?-u:\b)demain"),
            (Page(-1), r"(?i)(?-u:\b)hier"),
            (Weekday, r"(?i)(?-u:\b)%W(?:%S(?P<rel>prochain|dernier))?"),
            (
                After,
                r"(?i)(?-u:\b)(?:dans|sous|ici|d['’]ici|dans%Sun%Sdélai(?:%Smaximal|%Smaximum)?%Sde|dans%Sle%Sdélai%Sde|délai%Sde|en%Smoins%Sde)%S(?:les%S(?:prochains?%S|prochaines%S)?)?%N%S(?:prochains?%S|prochaines%S)?%U",
            ),
            (After, r"(?i)(?-u:\b)%N%S%U%S(?:après|plus%Stard|à%Scompter%Sde)"),
            (Ago, r"(?i)(?-u:\b)il%Sy%Sa%S%N%S%U"),
            (
                MonthWord,
                r"(?i)(?-u:\b)(?P<mo>le%Smois%S(?:prochain|dernier)|mois%S(?:prochain|dernier|passé)|ce%Smois(?:-ci)?)",
            ),
        ],
        &[("%T", THE_YEAR), ("%M", MONTH), ("%W", WEEKDAY), ("%U", UNIT)],
    )
});
