"""Japanese of sweeps and verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from optsim.languages import Language, Maker
from optsim.sweeps.facts import AtEdge, Better, ChosenOn, NoneReached, RunFailed, SlowUpdates, Tie, Tuning
from optsim.words.en.sweeps import p_value, percents


def _tuning(_: Language, fact: Tuning) -> str:
    axes = (f"{name}（{number:,}個の値）" for name, number in zip(fact.axes, fact.values, strict=True))
    if fact.trials is not None:
        grid = f"{'、'.join(fact.axes)} から引いた{fact.trials:,}回の試行"
    else:
        grid = f"格子：{' × '.join(axes)}" if fact.axes else "軸なし"
    last = fact.first_seed + fact.seeds - 1
    seeds = f"シード {last}" if fact.seeds == 1 else f"シード {fact.first_seed}〜{last} の{fact.seeds}個"
    budget = f"{fact.steps:,}ステップ" if fact.epochs is None else f"{fact.epochs:,}エポック"
    return f"{grid}；{seeds}；1回の実行は{budget}；次の量のシードにわたる中央値が最小のものを選んだ：{fact.goal}"


def _at_edge(_: Language, fact: AtEdge) -> str:
    return (
        f"{fact.lane}：最良の設定が格子の端にある（{'、'.join(fact.axes)}）。その外にもっとよい設定があるかもしれない"
    )


def _none_reached(_: Language, fact: NoneReached) -> str:
    return f"{fact.lane}：半分以上のシードで目標（{fact.goal}）の値をもつ設定がない"


def _slow(_: Language, fact: SlowUpdates) -> str:
    return f"{fact.optimizer}：更新はそのまま呼び出され、そのぶん遅い（{fact.why}）"


def _failed(_: Language, fact: RunFailed) -> str:
    return f"セル {fact.cell}、{fact.lane}：失敗した：{fact.why}"


def _better(_: Language, fact: Better) -> str:
    match fact.scale:
        case "ratio":
            by = f"{percents(fact.effect, fact.margin)} % だけよい"
        case "wins":
            by = f"シードの {50 * (1 + fact.effect):.0f} % でよい"
        case _:
            by = f"{fact.effect:.3g} ± {fact.margin:.3g} だけよい"
    return f"{fact.one} は {fact.other} より {by}、{p_value(fact.p)}、シード{fact.pairs}個"


def _tie(_: Language, fact: Tie) -> str:
    tie = f"{fact.one} と {fact.other}：シード{fact.pairs}個では引き分け"
    if fact.more is None:
        return tie
    return f"{tie}。1 % の差はあと{fact.more:,}個で決まる見込み" if fact.more else f"{tie}。1 % の差なら見えるはず"


def _chosen_on(_: Language, fact: ChosenOn) -> str:
    return f"{fact.lane}（{fact.setting}）：{fact.settings:,}個の設定のうち最良のもの。この実行自体で選んだので、実際よりよく見える"


SENTENCES: Mapping[str, Maker] = MappingProxyType(
    {
        Tuning.code: _tuning,
        AtEdge.code: _at_edge,
        NoneReached.code: _none_reached,
        SlowUpdates.code: _slow,
        RunFailed.code: _failed,
        Better.code: _better,
        Tie.code: _tie,
        ChosenOn.code: _chosen_on,
    }
)
TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "sweep.untitled": "スイープ",
        "sweep.size": "セル{cells:,}個、実行{runs:,}回",
        "sweep.done": "ここには{runs:,}回のうち{rows:,}回の実行がある",
        "sweep.column.lane": "レーン",
        "sweep.column.best": "最良の設定",
        "sweep.column.goal": "中央値",
        "sweep.column.quartiles": "四分位数",
        "sweep.column.width": "最良の2倍以内",
        "sweep.column.diverged": "発散",
        "sweep.from_to": "{axis} {low}〜{high}",
        "sweep.fixed": "そのまま",
        "sweep.none": "–",
        "sweep.tuned": "k回の試行の最良の期待値、kごとに（シードにわたる中央値：{goal}）",
        "sweep.workloads": "すべての課題にわたり、元の設定と調整後の全レーンの最良に対して：目標に届いた割合、最良の {near} 倍以内の割合、スコア（1：いつも最良、0：{most} 倍以内に一度も入らない）",
        "sweep.tuned_lane": "調整した {lane}",
        "sweep.column.reached": "到達",
        "sweep.column.near": "最良に近い",
        "sweep.column.score": "スコア",
        "sweep.kept": "{blocks:,}個のブロックが {folder} にある",
        "sweep.merged": "{folder} の{blocks:,}個のブロックを取り込んだ",
        "sweep.sequential": "joblib がないので1つのプロセスですべて実行する。もっと使うには：pip install 'optsim[sweep]'",
        "sweep.broken": "{folder} のブロック {block} は不完全だったので、もう一度実行する",
        "compare.about": "目標：{goal}；1回の実行は{steps:,}ステップ；シードは {seed} から；対にして、最大{most}個のシード",
        "progress.blocks": "ブロック",
        "progress.seeds": "シード",
    }
)
