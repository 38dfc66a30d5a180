#!/usr/bin/env bash
# practice.sh BIN FOLDER — makes the sample county's store in FOLDER if there is none and opens the desktop on it; without a display it does
# the first job headless (import, case, edit, check, commit, diff, export, pictures) and prints one screen.
set -euo pipefail
bin=$(cd "$1" && pwd)
folder=$2
store=$folder/county.sqlite
mkdir -p "$folder"
cli() { "$bin/sanxian-cli" "$@"; }
case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
  zh*) say=(导入 '编辑前的约束性指标' '移动共享边界上的一个顶点' 检查与提交 '与备案版本的差异' 文件与图片) title=红线边界勘误 filed=备案规划 ;;
  *) say=('Imported' 'Indicators before' 'One vertex of a shared boundary moved' 'Checked and committed' 'What differs from the filed plan' 'Files and pictures')
     title='red line: boundary corrected' filed='the filed plan' ;;
esac
part() { printf '\n== %s\n' "$1"; }

if [ ! -e "$store" ]; then
  rm -f "$folder"/sample.gpkg "$folder"/county.tmp*
  cli sample "$folder/sample.gpkg" --parcels "${SANXIAN_PARCELS:-20000}" --seed 1 --practice "$folder/edit.jsonl"
  cli init "$folder/county.tmp.sqlite"
  part "${say[0]}"
  cli import "$folder/county.tmp.sqlite" "$folder/sample.gpkg" --baseline -m "$filed" --tag filed
  mv "$folder/county.tmp.sqlite" "$store"
fi
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec "$bin/sanxian" "$store"
fi

part "${say[1]}"
cli indicators "$store" --at filed
part "${say[2]}"
case_id=$(cli case open "$store" --title "$title" --kind correction --format json | sed 's/.*"case":"\([^"]*\)".*/\1/')
cli edit "$store" --case "$case_id" "$folder/edit.jsonl"
part "${say[3]}"
cli commit "$store" --case "$case_id" -m "$title"
cli log "$store"
part "${say[4]}"
cli diff "$store" filed
cli diff "$store" filed --format json -o "$folder/diff.json"
part "${say[5]}"
cli export "$store" --driver OpenFileGDB -o "$folder/county.gdb" --overwrite
cli render "$store" -o "$folder/county.png"
cli render "$store" --diff filed -o "$folder/diff.png"
ls "$folder"
