"""Japanese of what the command line refuses, and of a way out."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "suggest.meant": "{word!r} のことか",
        "suggest.known": "あるもの：{words}",
        "suggest.after": "。{suggestion}",
        "failure.no_command": "{name!r} というコマンドはない",
        "failure.no_language": "{where}：{name!r} という言語はない。{suggestion}",
        "failure.output_closed": "標準出力が閉じている",
        "failure.output_unwritable": "標準出力に書き込めない：{reason}",
        "failure.unwritable": "{file} に書き込めない：{reason}",
        "failure.no_permission": "書き込む権限がない",
        "failure.recorded_in": "{fault}。記録した分は {part} にある",
        "failure.is_input": "{file} はここで読むファイル ({known})。別のファイルを指定してください",
        "failure.asked_twice": "{file} が2度指定されている",
        "failure.is_picture": "{file}：{picture} は一緒に書き込む画像。別のファイルを指定してください",
        "failure.say_where_to": "書き込み先を指定してください：{example}",
        "failure.no_memory": "{name}：{reason}",
        "failure.not_enough_memory": "メモリが足りない",
        "failure.no_memory_for_steps": "{name}：{steps}ステップにはメモリが足りない",
        "failure.exists": "{what}：別の名前にするか、--overwrite で上書きしてください",
        "failure.record_exists": "{what}：別の名前にするか、--overwrite で上書きして記録してください",
        "failure.is_there": "{file} はもうある",
        "failure.is_folder": "{file} はフォルダ。その中のファイルを、{example} のように指定してください",
        "failure.no_folder": "{file}：フォルダ {folder} がない",
        "failure.record_dash": (
            "--record -：標準出力はアプリ自身が使う。--record run.jsonl のようにファイルを指定してください"
        ),
        "failure.overwrite_without_record": "--overwrite は --record のファイルのためのものだが、--record がない",
        "failure.overwrite_without_out": "--overwrite は --out のファイルのためのものだが、--out がない",
        "failure.record_of_recording": "{name} はすでに記録。--record はレースのためのもの",
        "failure.demo_of_none": "--demo はシナリオのツアーを再生する。例：optsim saddle --demo",
        "failure.import_no_name": (
            "--import：{name!r} はモジュールの名前ではない。my_module か、そのファイル my_module.py を指定してください"
        ),
        "failure.import_no_file": "--import：ファイル {name} がない",
        "failure.import_not_found": (
            "--import：モジュール {name} はインストールされておらず、{detail} にもない。ほかの場所のファイルなら：--import path/to/{name}.py"
        ),
        "failure.import_taken": (
            "--import：{detail} が同じ名前なので、{name} は読み込めない。ファイルに別の名前を付けてください"
        ),
        "failure.import_raises": "--import：{name} は読み込めない：{detail}",
        "import.unregistered": (
            "{name}：クラス {cls} はファイルで名前を書いて使えない。上に @optsim.{registry}.register を置き、name を付けてください"
        ),
        "failure.record_read_only": "--record はファイルを書き、--read-only はそれを禁じる。どちらかを除くこと",
        "failure.serve_missing": "serve には {module} が要るが、インストールされていない：pip install 'optsim[serve]'",
        "failure.serve_port": "ポート {port} で待ち受けられない：{reason}。別のポート：--port 0",
        "serve.page.opening": "optsim を開いている…",
        "serve.page.ended": "セッションは終わった。",
        "serve.page.idle": "閉じた：{minutes} 分間、キーもマウスも来なかった。",
        "serve.page.full": "{sessions} 個のウィンドウはすべて使用中。どれかを閉じるか、あとでもう一度。",
        "serve.page.refused": "閉じた：optsim の知らないものがページから届いた。",
        "serve.page.failed": "アプリはエラーで終わった。内容は optsim serve を動かしている端末に出ている。",
        "serve.page.again": "もう一度開く",
        "failure.app_needs_terminal": "アプリには端末が要る。端末なしなら：optsim replay {scenario}",
        "failure.watch_needs_terminal": "アプリには端末が要る。なければ：optsim check-log {path}",
        "failure.option_of_race": "{file} は学習ログ。{option} は実行するレースのためのもの：外すか、シナリオを指定する",
        "failure.no_column_of_log": "{file} に量としての列 {name!r} はない。{suggestion}",
        "failure.no_rules": "--rule：形式 {form} に規則の結果はない。--format にどれかを付ける：{known}",
        "failure.film_option": "{option} はシナリオの映像のためのもの：{file} は学習ログなので外す",
        "failure.app_option": "{option} はアプリのためのもので、{command} はアプリを開かない：外すか、{command} にもあればその後ろに書く",
        "failure.no_format_of_log": "--format {form}：学習ログを書き出せる形式：{known}",
        "failure.for_log": "{option} は学習ログ用。例：optsim replay metrics.csv {option} …",
        "watch.waits_for_file": "{path} はまだない：できるのを待つ（ctrl+c で終える）",
        "watch.waits_for_log": "{path}：損失のあるログはまだない：{known} のどれかを待つ（ctrl+c で終える）",
        "watch.waits_for_row": "{path}：まだ何も記録されていない：最初の損失を待つ（ctrl+c で終える）",
        "failure.watch_only": "{option} はシナリオ用：ログはあるがままに見る",
        "failure.course_needs_terminal": "コースには端末が要る。端末なしなら：optsim learn --list",
        "failure.for_scenario": "{option} はシナリオのためのもの。例：optsim saddle {option}",
        "failure.no_theme": "{name!r} という配色はない",
        "failure.theme_of_terminal": "{name} は端末自身の色を使うので、確実に見えるとは言えない",
        "failure.theme_too_light": "{name} は明るい配色で、この端末の16色では白地に読める色が足りない",
        "failure.default_theme": "{file}：{fault}。既定の配色を使う。ほかの配色は ctrl+p で",
        "failure.film_of_recording": "{name} は記録で、撮影できるのはシナリオだけ。アプリで再生できる：optsim {name}",
        "failure.film_of_cast": "{name} はすでに撮影したもの。ほかの形式にするには：optsim render {name} -o film.gif",
        "failure.screen_was": "そのときの画面：\n{screen}",
        "failure.input_closed": "標準入力が閉じている",
        "failure.no_size": "{value!r} は大きさではない。桁数x行数を {least} から {most} で、たとえば 100x30",
        "failure.not_positive": "{value!r} は0より大きく{most:g}以下の数でなければならない",
        "failure.negative": "{value!r} は0以上{most:g}以下の数でなければならない",
        "failure.no_format": "{name!r} という報告の形式はない。{suggestion}",
        "failure.no_quantity": "--columns：{name!r} という量はない。{suggestion}",
        "failure.quantity_there": "--columns：{name} は求めなくても記録される",
        "failure.nothing_to_replay": "シナリオか記録を指定してください。例：optsim replay saddle",
        "failure.every_without_recording": (
            "--every は記録のためのもの。--format jsonl を付けるか、.jsonl で終わる --out を指定してください"
        ),
        "failure.options_of_race": "{file} は記録。--steps、--seed、--every は実行するレースのためのもの",
        "failure.no_params_recorded": (
            "{file} にはパラメータが記録されていない。optsim replay NAME --params で記録できる"
        ),
        "failure.no_column_recorded": (
            "{file} には {name} が記録されていない。optsim replay NAME --columns {name} で記録できる"
        ),
        "failure.copied": "{file} はそのまま写すので、--columns は付けられない",
        "failure.no_columns": "--columns は表のためのもので、形式 {form} に表はない。たとえば --format csv を付けてください",
        "failure.no_params": "--params：形式 {form} にパラメータはない。たとえば --format csv を付けてください",
        "failure.no_notation": "--notation：形式 {form} に式はない。--format text か markdown を付けてください",
        "failure.more_to_install": "--format {form}：ほかにインストールの要るものがある",
        "failure.extra_to_install": (
            "--format {form}：ほかにインストールの要るものがある：pip install 'optsim[{extra}]'"
        ),
        "failure.not_for_terminal": (
            "--format {form}：端末に書き込む形式ではない。ファイルを指定してください。例：--out race{ending}"
        ),
        "failure.verify_reports_nothing": (
            "--verify は報告を書かない。--format、--out、--params、--columns、--every は付けられない"
        ),
        "failure.verify_of_recording": "--steps と --seed はシナリオのためのもの。記録には記録自身の値がある",
        "failure.nothing_to_sweep": "シナリオか、続けるフォルダを指定してください。たとえば：optsim sweep saddle --vary learning_rate=1e-3..1:10",
        "failure.no_axis": "{name} には軸がありません。たとえば --vary learning_rate=1e-3..1:10 か、[sweep] を加えてください",
        "failure.resume_alone": "--resume はフォルダにある計画を続けます。{options} は書かないでください",
        "failure.sweep_table_extra": "--format parquet：追加のインストールが必要です：pip install 'optsim[parquet]'",
        "failure.merge_alone": "--merge はフォルダにブロックを取り込みます。どのフォルダか、--resume FOLDER で指定してください",
        "failure.sweep": "{reason}",
        "failure.compare_what": "シナリオと2つのレーン、または2つのスイープのフォルダを指定してください：optsim compare saddle gd adam",
    }
)
