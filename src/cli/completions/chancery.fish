# Completion of chancery for fish.
function __chancery_answer
    set -l typed (commandline -ct)
    command chancery completions fish -- (commandline -opc) "$typed" 2>/dev/null
end

function __chancery_words
    set -l answer (__chancery_answer)
    switch "$answer[1]"
        case words
            printf '%s\n' $answer[2..]
        case folders
            set -l typed (commandline -ct)
            set -l option (string match -r '^--[^=]*=' -- $typed)
            set -l folders (__fish_complete_directories (string replace -- "$option" '' "$typed"))
            test -n "$folders"; and printf '%s\n' "$option"$folders
    end
end

function __chancery_wants_a_file
    string match -q 'files*' -- (__chancery_answer)[1]
end

complete -c chancery -e
complete -c chancery -f -k -a '(__chancery_words)'
complete -c chancery -n __chancery_wants_a_file -F
