"""Japanese sentences for insights: why a lane is where it is."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optsim.analysis.insights.facts import (
    AtPoint,
    AtStabilityLimit,
    CurvatureRange,
    EffectiveRateFell,
    EffectiveRates,
    GradientZero,
    NearKnownMinimum,
    NearLocalMinimum,
    NearMaximum,
    NearMinimum,
    NearSaddle,
    NextStepFails,
    NoiseAboveSlope,
    Overfits,
    Overshoots,
    Plateau,
    RunsOnVelocity,
    SlowestContraction,
    SquaresOverflow,
    Unstable,
    UnstableElsewhere,
)
from optsim.languages import Language, Maker
from optsim.number_format import apart, at_most, short, within


def _at_stability_limit(_: Language, fact: AtStabilityLimit) -> str:
    steepest = "：最も急な方向が収まらない" if fact.present else ""
    return f"α·λmax = {short(fact.product, 4)} はちょうど限界{steepest}"


def _unstable(_: Language, fact: Unstable) -> str:
    above = _above(fact.product, fact.limit)
    if fact.growth is None:
        return above
    return f"{above}：この学習率では発散し、長い目で見て1ステップごとに×{apart(fact.growth, 1.0, 4)[0]}"


def _unstable_elsewhere(_: Language, fact: UnstableElsewhere) -> str:
    return f"{_above(fact.product, fact.limit)}が、その方向の成分がない"


def _above(product: float, limit: float) -> str:
    return "α·λmax = {} が限界 {} を超える".format(*apart(product, limit))


def _overshoots(_: Language, fact: Overshoots) -> str:
    product, limit = apart(fact.product, fact.limit)
    return f"最も急な方向で最小値を飛び越える：α·λmax = {product}、限界 {limit}"


def _slowest_contraction(_: Language, fact: SlowestContraction) -> str:
    mean = "平均して" if fact.on_average else ""
    return f"最も平らな方向では1ステップで{mean}距離の {100 * fact.share:.2g} % しか縮まない：α·λmin"


def _next_step_fails(language: Language, fact: NextStepFails) -> str:
    return f"次のステップが失敗する：{language.sentence(fact.cause)}"


def _squares_overflow(language: Language, fact: SquaresOverflow) -> str:
    where = language.sentence(fact.parameters)
    return f"{where}で止まっている：勾配の2乗がオーバーフローし {fact.symbol} = ∞（ここで|g|は最大 {short(fact.gradient)}）"


def _gradient_zero(_: Language, fact: GradientZero) -> str:
    batch = "このバッチの" if fact.batch else ""
    return f"止まっている：{batch}勾配がすべてのパラメータで0"


def _overfits(language: Language, fact: Overfits) -> str:
    rise = f"{100 * (fact.rise - 1):.0f} % 上がり" if fact.rise < 10 else f"×{short(fact.rise)} になり"
    sentence = (
        f"過学習：検証損失は最良のエポック{fact.best_epoch}から{rise}、"
        f"訓練損失は直近{fact.epochs}エポックで {short(100 * fact.training_fall, 2)} % 下がった"
    )
    return sentence if fact.waiting is None else f"{sentence}。{language.sentence(fact.waiting)}"


def _noise_above_slope(_: Language, fact: NoiseAboveSlope) -> str:
    return f"傾きよりノイズが大きい：‖∇L‖ = {short(fact.grad_norm)}、gのノイズ {short(fact.noise)}（rms）"


def _plateau(language: Language, fact: Plateau) -> str:
    of = "残りの" if fact.above_lowest else ""
    share = at_most(100 * fact.moved / fact.left)
    slope = "" if fact.grad_norm is None else f"、‖∇L‖ = {short(fact.grad_norm)}"
    bends = "" if fact.curvatures is None else f"。{language.sentence(fact.curvatures)}"
    return f"プラトー（平坦）：損失は{fact.steps}ステップで{of}高々 {share} % しか動いていない{slope}{bends}"


def _curvature_range(_: Language, fact: CurvatureRange) -> str:
    least, largest = within(fact.least, fact.error), within(fact.largest, fact.error)
    if fact.bounds:
        return f"最小の曲率は {least} 以下、最大は {largest} 以上"
    return f"最小の曲率 {least}、最大 {largest}"


def _near_known_minimum(_: Language, fact: NearKnownMinimum) -> str:
    return f"{'' if fact.only else 'ある'}最小値{_near(fact)}：{_away(fact)}"


def _near_minimum(_: Language, fact: NearMinimum) -> str:
    return f"極小点{_near(fact)}：{_away(fact)}、最小の曲率 {within(fact.curvature, fact.error)}"


def _near_local_minimum(_: Language, fact: NearLocalMinimum) -> str:
    lower = f"そこでの損失 {short(fact.loss)}、最も低い損失 {short(fact.lowest)}"
    return f"局所的な極小点{_near(fact)}：{_away(fact)}、{lower}"


def _near_maximum(_: Language, fact: NearMaximum) -> str:
    return f"極大点{_near(fact)}：{_away(fact)}、最大の曲率 {within(fact.curvature, fact.error)}"


_MOTIONS: Mapping[str, str] = MappingProxyType(
    {
        "resting": "鞍点で止まっている",
        "moving": "鞍点の上",
        "near": "鞍点の近く",
        "approaching": "鞍点に近づく",
        "leaving": "鞍点から離れる",
    }
)


def _near_saddle(_: Language, fact: NearSaddle) -> str:
    has_growth = fact.growth is not None and fact.motion in ("approaching", "leaving")
    growth = f"（1ステップごとに×{fact.growth:.4g}）" if has_growth else ""
    curvature = f"最小の曲率 {within(fact.curvature, fact.error)}"
    return f"{_MOTIONS[fact.motion]}{growth}：{_away(fact)}、{curvature}"


def _near(fact: AtPoint) -> str:
    return "の近く" if fact.distance else "の上"


def _away(fact: AtPoint) -> str:
    """Return how far away the point is, and how steep it is where the lane stands."""
    slope = f"‖∇L‖ = {short(fact.grad_norm)}"
    return f"距離 {short(fact.distance)}、{slope}" if fact.distance else slope


def _effective_rates(_: Language, fact: EffectiveRates) -> str:
    least, largest = short(fact.least), short(fact.largest)
    if least != largest:
        return f"実効学習率はパラメータごとに {least}α から {largest}α"
    return f"実効学習率は{'すべてのパラメータ' if fact.everywhere else '勾配のあるすべてのパラメータ'}で {largest}α"


def _effective_rate_fell(_: Language, fact: EffectiveRateFell) -> str:
    least, largest = (short(100 * share, 2) for share in (fact.least, fact.largest))
    shares = f"{largest} %" if least == largest else f"{least}〜{largest} %"
    rate = "（αの変化は別として）" if fact.rate_changed else ""
    where = "" if fact.everywhere else "勾配のあるところで"
    cause = "√(G₁/G)" if fact.by_sums else "2乗和が増えるため"
    return f"実効学習率が{rate}{where}最初の {shares} まで下がった：{cause}"


def _runs_on_velocity(_: Language, fact: RunsOnVelocity) -> str:
    own, size = fact.own_norm, fact.step_norm
    length = f"‖Δθ‖ は g だけの {short(size / own)} 倍" if own else f"‖Δθ‖ = {short(size)}、g = 0"
    return f"{'速度（慣性）で坂を上っている' if fact.uphill else '速度（慣性）で進んでいる'}：{length}"


SENTENCES: Mapping[str, Maker] = MappingProxyType(
    {
        AtStabilityLimit.code: _at_stability_limit,
        Unstable.code: _unstable,
        UnstableElsewhere.code: _unstable_elsewhere,
        Overshoots.code: _overshoots,
        SlowestContraction.code: _slowest_contraction,
        NextStepFails.code: _next_step_fails,
        SquaresOverflow.code: _squares_overflow,
        GradientZero.code: _gradient_zero,
        Overfits.code: _overfits,
        NoiseAboveSlope.code: _noise_above_slope,
        Plateau.code: _plateau,
        CurvatureRange.code: _curvature_range,
        NearKnownMinimum.code: _near_known_minimum,
        NearMinimum.code: _near_minimum,
        NearLocalMinimum.code: _near_local_minimum,
        NearMaximum.code: _near_maximum,
        NearSaddle.code: _near_saddle,
        EffectiveRates.code: _effective_rates,
        EffectiveRateFell.code: _effective_rate_fell,
        RunsOnVelocity.code: _runs_on_velocity,
    }
)
