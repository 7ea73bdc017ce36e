# Flattens the YAML that a NoCloud seed uses into lines of PATH<tab>VALUE:
#
#     ethernets:                            ethernets.nic0.match.macaddress   52:54:00:12:34:56
#       nic0:                               ethernets.nic0.addresses.0        10.16.0.5/24
#         match: {macaddress: "52:54:…"}
#         addresses: ["10.16.0.5/24"]
#
# Block and flow maps and lists, plain and quoted scalars, comments and literal blocks. Line ends
# inside a literal block become \001. No anchors, no tags, no multi-line plain scalars.
# Each path starts with the name of its file, as in `network-config.ethernets…`.

function trim(s) { sub(/^[ \t]+/, "", s); sub(/[ \t\r]+$/, "", s); return s }
function emit(path, value) { print top "." path "\t" value }
function join(path, key) { return path == "" ? key : path "." key }

# Takes one scalar off the front of REST, up to a character of ENDS if it isn't quoted.
function scalar(ends,    quote, out, c) {
    REST = trim(REST); out = ""
    quote = substr(REST, 1, 1)
    if (quote == "\"" || quote == "'") {
        REST = substr(REST, 2)
        while (REST != "") {
            c = substr(REST, 1, 1); REST = substr(REST, 2)
            if (c == quote) {
                if (quote == "'" && substr(REST, 1, 1) == "'") REST = substr(REST, 2)
                else break
            } else if (c == "\\" && quote == "\"") {
                c = substr(REST, 1, 1); REST = substr(REST, 2)
                if (c == "n") c = "\001"; else if (c == "t") c = "\t"
            }
            out = out c
        }
        return out
    }
    while (REST != "") {
        c = substr(REST, 1, 1)
        if (index(ends, c) && (c != ":" || REST ~ /^:([ \t]|$)/)) break
        if (c == "#" && (out == "" || out ~ /[ \t]$/)) { REST = ""; break }
        out = out c; REST = substr(REST, 2)
    }
    return trim(out)
}

# A flow value at the front of REST: {a: b}, [a, b], or a scalar.
function flow(path, inside,    open, key, n) {
    REST = trim(REST); open = substr(REST, 1, 1)
    if (open != "{" && open != "[") { emit(path, scalar(inside ? ",]}" : "")); return }
    REST = trim(substr(REST, 2)); n = 0
    while (REST != "" && REST !~ /^[]}]/) {
        if (open == "{") {
            key = scalar(":,}"); REST = trim(REST); sub(/^:/, "", REST)
            flow(join(path, key), 1)
        } else flow(join(path, n++), 1)
        REST = trim(REST); sub(/^,/, "", REST); REST = trim(REST)
    }
    REST = substr(REST, 2)
}

function value(path) {
    REST = trim(REST)
    if (REST ~ /^[|>][-+0-9]*([ \t]+#.*)?$/) { block = path; text = ""; margin = -1; return }
    if (REST != "" && REST !~ /^#/) flow(path, 0)
}

function end_block() { if (block != "") emit(block, text); block = "" }

FNR == 1 { end_block(); depth = 0; top = FILENAME; archive = /^Content-Type: multipart\//; own = !archive }
# Of a MIME archive only vmrun's own part is read: lines after its header, up to the next boundary.
archive && /^--/ { end_block(); depth = 0; own = 0; mine = 0; next }
archive && /filename="vmrun"/ { mine = 1; next }
archive && mine && !own && /^\r?$/ { own = 1; next }
!own { next }

# (A bracket comes first in a bracket expression: busybox awk takes no backslash there.)
# A line is read with the lines that close its brackets.
{
    line = $0; sub(/\r$/, "", line)
    if (block != "") {
        match(line, /^ */)
        if (line ~ /^[ \t]*$/ || RLENGTH > floor_indent) {
            if (margin < 0 && line !~ /^[ \t]*$/) margin = RLENGTH
            text = text substr(line, margin + 1) "\001"
            next
        }
        end_block()
    }
    if (line ~ /^[ \t]*(#|$)/ || line ~ /^(---|\.\.\.)/) next
    while (line ~ /[:-] *[[{]/ && gsub(/[[{]/, "&", line) > gsub(/[]}]/, "&", line) && (getline more) > 0)
        line = line " " trim(more)

    match(line, /^ */); indent = RLENGTH; REST = substr(line, indent + 1)
    # Leave the levels that this line is outside of. A list may start at its key's own indent.
    while (depth > 0 && (indents[depth] > indent || (indents[depth] == indent && !(REST ~ /^-( |$)/ && !items[depth])))) {
        if (indents[depth] == indent && items[depth] && REST ~ /^-( |$)/) break
        depth--
    }
    while (REST ~ /^-([ \t]|$)/) {
        if (depth == 0 || !items[depth] || indents[depth] != indent) {
            parent = depth > 0 ? paths[depth] : ""
            depth++; indents[depth] = indent; items[depth] = 1; bases[depth] = parent; counts[depth] = 0
        } else counts[depth]++
        paths[depth] = join(bases[depth], counts[depth])
        floor_indent = indent
        match(REST, /^-[ \t]*/); indent += RLENGTH; REST = substr(REST, RLENGTH + 1)
    }
    here = depth > 0 ? paths[depth] : ""
    if (REST ~ /^[[{|>]/) { value(here); next }
    saved = REST; key = scalar(":")
    if (REST !~ /^[ \t]*:([ \t]|$)/) { REST = saved; value(here); next }
    sub(/^[ \t]*:/, "", REST)
    depth++; indents[depth] = indent; items[depth] = 0; paths[depth] = join(here, key)
    floor_indent = indent
    value(paths[depth])
}
END { end_block() }
