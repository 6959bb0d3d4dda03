# Completion of chancery for bash.
_chancery() {
    local kind='' line
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ -z $kind ]]; then
            kind=$line
        else
            COMPREPLY+=("$line")
        fi
    done < <(command chancery completions bash -- "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)
    case $kind in
        files)
            compopt -o default 2>/dev/null ;;
        'files '*)
            while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -X "!*.${kind#files }" -- "$2")
            compopt -o filenames -o plusdirs 2>/dev/null ;;
        folders)
            compopt -o dirnames 2>/dev/null ;;
    esac
}
complete -o nosort -F _chancery chancery 2>/dev/null || complete -F _chancery chancery
