#compdef chancery
# Completion of chancery for zsh.
_chancery() {
    local -a answer offered shown how
    local line
    answer=("${(@f)$(command chancery completions zsh -- "${(@Q)words[1,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)}")
    case $answer[1] in
        files*)
            [[ $PREFIX == --*=* ]] && compset -P '*='
            if [[ $answer[1] == files\ * ]]; then
                _files -g "*.${answer[1]#files }"
            else
                _files
            fi ;;
        folders)
            [[ $PREFIX == --*=* ]] && compset -P '*='
            _files -/ ;;
        words)
            for line in "${(@)answer[2,-1]}"; do
                offered+=("${line%%$'\t'*}")
                shown+=("${${line#*$'\t'}[1,COLUMNS-1]}")
            done
            (( $#offered )) || return 1
            # Help stands behind its word, so each has a line of its own.
            [[ "$shown" == *'  -- '* ]] && how=(-l)
            # A word that is typed in other letters than it has, as in lower case.
            [[ $offered[1] == "${(Q)PREFIX}"* ]] || how+=(-U)
            compadd -V chancery $how -d shown -a offered ;;
        *)
            return 1 ;;
    esac
}
if [[ $funcstack[1] == _chancery ]]; then
    _chancery "$@"
else
    compdef _chancery chancery
fi
