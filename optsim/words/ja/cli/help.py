"""Japanese of the help of the command line: commands, in one line and in full, and options."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "help.optsim": (
            "勾配降下法の最適化手法を並べて比べる。動かしながら、1ステップずつ、前にも後ろにも。\n\n"
            "コマンドがなければアプリが開く。SCENARIO があればその画面、なければ選択画面になる。"
        ),
        "help.optsim.end": (
            "SCENARIO は optsim に付属するシナリオの名前、.toml で終わる自分のファイル、'x**2 + 10*y**2' のような数式、"
            "最後の列を小さなネットワークが学習する .csv の表、.jsonl で終わる記録、または学習ログのファイルかフォルダ。"
        ),
        "help.check": (
            "シナリオのファイル、レッスン、記録を調べ、誤りをすべて、場所と直し方とともに示す。\n\n"
            "レッスンの答えは、20個のシード、2通りの数値計算、再び出るときの設定100組のどれでも、ちょうど1つだけが成り立つこと。"
        ),
        "help.check.short": "シナリオのファイル、レッスン、記録を調べる。",
        "help.learn": (
            "コースを開く。一覧、または名前かファイルで指定した LESSON から始まる。\n\n"
            "レッスンが問い、レースが答える。学んだことは自分用のファイルに残り、問題は1日後、7日後、30日後にまた出る。"
        ),
        "help.learn.short": "コースを開く。一覧、または LESSON。",
        "help.list": (
            "シナリオと、シナリオのファイルに書ける名前などを一覧にする。\n\n"
            "WHAT を付けると、最適化手法、目的関数、スケジュール、停止規則それぞれの設定も示す。アプリのパネルは WHAT "
            "を付けたときだけ示す。"
        ),
        "help.list.short": "シナリオと、シナリオのファイルに書ける名前の一覧。",
        "help.record": (
            "シナリオの [demo] を撮影する。どのマシンでも1バイトも違わない。\n\n"
            "[demo] がなければ、題名、再生、出来事での一時停止、終わりの順に撮る。"
        ),
        "help.record.short": "シナリオの [demo] を撮影する。どのマシンでも同じバイト列。",
        "help.render": (
            "asciicast をウェブページ、画像、動画にする。- なら標準入力から読む。\n\n"
            "まず間を縮め、次に --from と --to の時刻を数え、最後に全体を速める。"
        ),
        "help.render.short": "asciicast をウェブページ、画像、動画にする。",
        "help.replay": "アプリなしで SCENARIO を実行し、測ったものを報告する。または記録 (.jsonl) や学習ログの内容を報告する。",
        "help.replay.short": "アプリなしで SCENARIO を実行する。または記録を報告する。",
        "help.serve": "このマシンのブラウザーでアプリを見せる：一覧か、WHAT、つまりシナリオ、記録、学習ログ、レッスン。\n\n出力される1行がアドレスで、このマシンでそれを知る人はアプリを使える。Ctrl-C ですべてのウィンドウとともに終わる。",
        "help.serve.short": "このマシンのブラウザーでアプリを見せる。",
        "help.option.port": "ポート。既定の 0 は空いているもの。",
        "help.option.read_only": "ファイルを書かない（設定も、したことも）。開くファイルも並べない。",
        "help.option.sessions": "同時に開けるウィンドウの数。",
        "help.option.idle": "この分数のあいだキーもマウスも来ないウィンドウを閉じる。",
        "help.show": "シナリオの内容を示す：式、レーン、ステップ数。",
        "help.show.short": "シナリオの内容を示す：式、レーン、ステップ数。",
        "help.watch": (
            "どのプログラムの学習でもログで見る：ファイル、フォルダ、パターン。いくつでも並べられ、書き足される間も追う。\n\n"
            "CSV（Keras、Lightning、wandb）、1行1オブジェクトの JSON、Hugging Face の trainer_state.json、TensorBoard のイベント、"
            "optsim の記録。各列を何と解釈したかはアプリが示す。"
        ),
        "help.watch.short": "どのプログラムの学習でもログで見る。",
        "help.check-log": (
            "学習ログを調べる：発散、数でない値、過学習、学習していない、突発的な上昇。\n\n"
            "終了コード0：おかしな点はない、1：おかしな点がある、2：読めない、3：短すぎて何も言えない。"
        ),
        "help.check-log.short": "学習ログを調べる。終了コードが結果を示す。",
        "help.option.rule": (
            "ログに試す早期終了の規則とその設定：patience:patience=20,min_delta=0.001。いくつでも指定でき、なければ各種を試す。"
        ),
        "help.option.take": "見つからないときに列が何かを指定する：loss=train/ce、validation=val/ce、lr=…、step=…、epoch=…、time=…。",
        "help.option.check_log_format": "text は人向け、json はプログラム向け。",
        "help.kernel": "numba {version}（strict の計算をするネットワーク用）",
        "help.option.help": "このヘルプを表示して終わる。",
        "help.option.version": "バージョンを表示する。",
        "help.option.lang": "表示する言語：{names}。なければ {variable}、それもなければロケールに従う。",
        "help.option.app_record": "レースをその場でファイル (.jsonl) に記録する。",
        "help.option.app_overwrite": "そのファイルにある記録に上書きする。",
        "help.option.theme": "アプリの配色。アプリのパレット (ctrl+p) にある名前で。",
        "help.option.glyphs": (
            "曲線を描く文字。auto は、端末が確実に描けるなら八分割の文字 (octant)、そうでなければ点字 (braille)。"
        ),
        "help.option.glyphs_alias": "--glyphs {kind} と同じ。",
        "help.option.width": (
            "●、→、α などの文字の幅。narrow は半角、wide は全角で、wide なら別の文字で描く。なければ端末に問い合わせる。tmux "
            "の中では指定してください。"
        ),
        "help.option.notation": (
            "式に使う記号。article は記事、paper は各手法の論文、torch は PyTorch の文書のもの。計算は変わらない。"
        ),
        "help.option.import": (
            "自分のモジュールを、名前かファイル（.py）で読み込む。そこで登録されたクラスは、シナリオファイルで名前を書いて使える。"
            "ファイルが何かを読み込ませることはない。"
        ),
        "help.option.demo": "シナリオのツアーを再生する。どのキーでも自分の操作に移れる。",
        "help.option.list": "アプリを開かずに、レッスンと進み具合を一覧にする。",
        "help.option.out_film": "書き込み先。形式は拡張子で決まる：{endings}。いくつ指定しても撮影は1度だけ。",
        "help.option.cast_version": "asciicast 形式の版。既定の2はどの再生ソフトでも読める。",
        "help.option.font": "画像と動画を描くフォント。その文字があるときに使う。",
        "help.option.size": "demo とは別の画面の大きさ。",
        "help.option.fps": "demo とは別の、1秒あたりの画像の数。",
        "help.option.presenter": "パネルだけを、太い線と凡例で示す。アプリの P と同じ。",
        "help.option.dry_run": "demo を再生して動作、時刻、章を示す。何も書き込まない。",
        "help.option.idle_limit": "間の長さの上限。なければ cast の指定に従う。",
        "help.option.from": "これより前を省く。",
        "help.option.to": "これより後を省く。",
        "help.option.speed": "速さの倍率。",
        "help.option.steps": "シナリオとは別のステップ数。",
        "help.option.seed": "シナリオとは別のシード。",
        "help.option.format": "{titles}。既定は --out の拡張子に従い、なければ text。",
        "help.option.params": "パラメータも出す。",
        "help.option.columns": "求めたときだけ記録する量。{forms} では {on_request}、表では {in_csv}。ログでは、損失のほかに書き出す列（なければすべて）。",
        "help.option.every": "Nステップごとにだけ記録する。",
        "help.option.out": (
            "標準出力 (-) のかわりのファイル。記録はレースとともに伸びていく。ほかの形式は全体ができたときだけ書き込まれる。"
        ),
        "help.option.overwrite": "そのファイルにある記録に上書きする。",
        "help.option.verify": (
            "記録のとおりになるかを確かめる。SCENARIO がその記録自身でもよい。終了コードは、同じなら0、違えば1、別のレースなら3。"
        ),
        "help.sweep": (
            "設定とシードの格子で SCENARIO を実行し、各レーンが何に敏感かを報告する。\n\n軸、シード、目標はファイルの [sweep] に書くか、ここで指定する：optsim sweep saddle"
            " --vary adam.learning_rate=1e-4..1:25 --seeds 20"
        ),
        "help.sweep.short": "設定とシードの格子で SCENARIO を実行する。",
        "help.compare": (
            "2つのレーンを同じノイズのもとで、判定が定まるまでシードごとに比べる：optsim compare FILE A B。または2つのスイープの最良のものを比べる：optsim compare FOLDE"
            "R FOLDER。"
        ),
        "help.compare.short": "2つのレーン、または2つのスイープを比べて判定する。",
        "help.option.vary": (
            "軸：NAME=FROM..TO:POINTS[:lin|log] または NAME=A,B,…。NAME は設定、LANE.設定、objective.設定のどれか。"
        ),
        "help.option.seeds": "各設定のシードの数。シナリオのシードから始まる。",
        "help.option.trials": "格子のかわりに、この数の設定を範囲から引く。そのとき範囲に POINTS は書かない。",
        "help.option.goal": "比べる量。小さいほどよい：final、best、または 'loss < 1e-3' のような限界までのステップ数。",
        "help.option.jobs": "プロセスの数。ふつうはコアの数。",
        "help.option.on": "ブロックを実行するもの：loky はこのマシンのプロセス、dask と ray はほかのマシンも使う。",
        "help.option.scheduler": "dask のスケジューラのアドレス。たとえば tcp://10.0.0.1:8786。",
        "help.option.timeout": "これより長くかかるブロックは止められ、半分ずつ再び実行される。二度超えたセルは失敗とする。--on loky で。",
        "help.option.sweep_out": "できたブロックを置くフォルダ。--resume でそこから続けられる。",
        "help.option.resume": "フォルダのスイープを続ける。ほかに何も指定しなくてよい。",
        "help.option.merge": "同じ計画の別のフォルダ（別のシャードなど）のブロックを取り込む。",
        "help.option.shard": "N個のうちI番目の部分だけを実行する。たとえば 3/64。それぞれ自分のフォルダに。",
        "help.option.sweep_format": "text：人のための報告。ほかは表で、セルとレーンごとに1行、標準出力へ。",
        "help.option.most": "これより多くのシードは実行しない。",
    }
)
