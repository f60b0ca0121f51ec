# What `tcpexplain check` says. Results are clauses without a full stop: "a complete handshake on every connection".
# Rows, addresses, quoted text and numbers come as arguments; a language orders them as it likes.

## Parts

part-row = row { $frame }
part-row-number = { $frame }
part-list-one = { $item }
part-list-last = { $item } and { $rest }
part-list-more = { $item }, { $rest }
part-list-left-out = { $count } more
check-only = { $said }
check-clauses = { $item }; { $rest }
check-commas = { $item }, { $rest }
check-stretch = { $item }-{ $rest }
check-then = { $item }, then { $rest }
check-nor = { $item }, nor { $rest }
check-or = { $item } or { $rest }
check-or-more = { $item }, { $rest }
check-rows = { $count ->
    [one] row { $rows }
   *[other] rows { $rows }
}{ $more ->
    [yes] {" "}and more
   *[no] {""}
}
check-time = { $unit ->
    [s] { $value } s
    [ms] { $value } ms
    [us] { $value } us
   *[ns] { $value } ns
}
check-at-most = at most { $most }
check-at-least = at least { $least }
check-exactly = exactly { $least }
check-between = { $least } to { $most }
check-connection = stream { $stream } ({ $client } > { $server })
check-stream = stream { $stream }
check-quoted = "{ $text }"
check-no-text = { $count ->
    [one] { $count } byte that is not text
   *[other] { $count } bytes that are not text
}
check-clause = { $about }: { $says }
check-more-connections = and { $count ->
    [one] { $count } more connection
   *[other] { $count } more connections
}
check-more = and { $count } more
check-found-in = { $what } in { $rows }
check-found-at = { $what } ({ $rows })

## Where it is looked for

check-on = { $asked } on { $scope }
check-every-connection = every connection
check-some-connection = some connection
check-no-connection = the capture holds no TCP connection
check-not-found = no connection in the capture is { $refs }
check-ref-named = { $name } ({ $ref })
check-ref = { $which ->
    [any] the connection
   *[one] connection { $order }
}{ $has-name ->
    [yes] {" "}of { $name }
   *[no] {""}
}{ $has-from ->
    [yes] {" "}from { $from }
   *[no] {""}
}{ $has-to ->
    [yes] {" "}to { $to }
   *[no] {""}
}{ $has-host ->
    [yes] {" "}with { $host }
   *[no] {""}
}
check-anyone = anyone
check-the-server = the server

## What the capture cannot show

check-connections-left-out = { $count ->
    [one] { $count } connection beyond what a check keeps was not looked at
   *[other] { $count } connections beyond what a check keeps were not looked at
}
check-not-searched = { $count ->
    [one] { $count } connection beyond what a check keeps was not searched
   *[other] { $count } connections beyond what a check keeps were not searched
}
check-words-left-out = { $bytes ->
    [one] { $bytes } byte of the conversation was beyond what is kept
   *[other] { $bytes } bytes of the conversation were beyond what is kept
}
check-messages-left-out = { $messages ->
    [one] { $messages } message of the conversation was beyond what is kept
   *[other] { $messages } messages of the conversation were beyond what is kept
}
check-bytes-missing = bytes are missing in the capture (see { $rows })
check-frames-cut = frames are cut ({ $rows }): capture with snap length 0

## Handshake and options

check-handshake-asked = { $state ->
    [complete] a complete handshake
    [partial] a handshake that was begun and not finished
   *[absent] no handshake in the capture
}
check-handshake = the handshake is { $state ->
    [complete] complete
    [partial] partial
   *[absent] absent
}{ $has-rows ->
    [yes] {" "}({ $rows })
   *[no] {""}
}
check-handshake-refused = { $handshake }: refused with RST in { $row }
check-handshake-no-ack = { $handshake }: the third segment, ACK, is not there
check-handshake-no-answer = { $handshake }: nobody answers the SYN
check-begins-inside = the capture begins inside the connection ({ $row }): start capturing before the client does
check-handshake-row-missing = data follow, so a row of the handshake was not captured ({ $steps })
check-step-missing = no { $step }
check-options-asked = options negotiated: { $options };
check-option = { $name }
check-option-not = { $name } not negotiated
check-option-value = { $name } { $value }
check-options = MSS { $client-mss } and { $server-mss }, window scaling { $scaling ->
    [yes] yes
   *[no] no
}, SACK { $sack ->
    [yes] yes
   *[no] no
}, timestamps { $timestamps ->
    [yes] yes
   *[no] no
}{ $has-rows ->
    [yes] {" "}({ $rows })
   *[no] {""}
}
check-mss = { $mss }
check-mss-none = none
check-options-unseen = options stand in the two SYNs, and not both of them were captured

## Close, reset, refusal

check-close-asked = { $state ->
    [graceful] a graceful close (FIN from both ends)
    [by-client] a graceful close that the client begins
    [by-server] a graceful close that the server begins
    [half-closed] a half-close (FIN from one end only)
   *[open] no close
}
check-close = { $ending ->
    [half-closed] only one end sends FIN
    [closed] both ends send FIN
    [reset] it is reset (RST)
    [continued] it goes on as another stream
   *[open] nobody closes it
}{ $by ->
    [client] , begun by the client
    [server] , begun by the server
   *[nobody] {""}
}{ $has-rows ->
    [yes] {" "}({ $rows })
   *[no] {""}
}
check-close-unseen = the connection is open in its last row ({ $row }), and the capture ends so: close the programs before you stop capturing
check-close-elsewhere = Wireshark counts what follows VNC's greeting as a stream of its own: its end is there
check-close-half-seen = one end has closed, and the capture ends before the other does
check-reset-asked = { $cause ->
    [closed-port] a reset because nobody listens on the port
    [middlebox] a reset by something in between
    [after-close] a reset because the program had closed already
    [unknown-connection] a reset because the other end knew no such connection
    [accept-queue-full] a reset because no room was left for a connection to be accepted
    [listener-closed] a reset because the program closed its listening socket
    [unread-data] a reset because the program closed with bytes unread
    [aborted] a reset because the program broke off
    [gave-up] a reset because the kernel gave up, unanswered
    [fast-closed] a reset because a whole Multipath TCP connection was broken off
    [none] no reset
   *[any] a reset
}
check-no-reset = no RST
check-reset = RST in { $rows }
check-reset-port-open = RST in { $rows }, and the port was open
check-reset-nobody-listens = RST in { $rows }, nobody listens
check-reset-unknown = RST in { $rows }, cause not known
check-reset-caused = RST in { $rows }, cause: { $causes }
check-cause = { $cause ->
    [middlebox] something in between
    [after-close] the program had closed already
    [unknown-connection] the other end knew no such connection
    [accept-queue-full] no room was left for a connection to be accepted
    [listener-closed] the program closed its listening socket
    [unread-data] the program closed with bytes unread
    [gave-up] the kernel gave up, unanswered
    [fast-closed] a whole Multipath TCP connection was broken off
   *[aborted] the program broke off
} ({ $certainty ->
    [certain] certain
    [likely] likely
   *[possible] possible
})
check-cause-one-of-several = the cause asked for is one of several that fit
check-cause-not-kept = there are more resets than a check keeps the causes of
check-refused-asked = { $has-server ->
    [yes] a connection to { $server } refused
   *[no] a connection refused
}
check-no-refusal-asked = no refusal
check-refused = refused in { $row }
check-answered = the server answers with SYN-ACK
check-not-refused = no RST answers it

## Loss

check-none-of = { $what ->
    [resend] no re-send
    [loss] no lost or re-sent segment
   *[gap] no gap
}
check-some-of = { $what ->
    [resend] { $count ->
        [one] { $count } re-send
       *[other] { $count } re-sends
    }
    [loss] { $count ->
        [one] { $count } lost or re-sent segment
       *[other] { $count } lost or re-sent segments
    }
   *[gap] { $count ->
        [one] { $count } gap
       *[other] { $count } gaps
    }
}
check-at-most-of = at most { $some }

## Bounds

check-time-asked = { $name ->
    [rtt] a round trip of { $bounds }
    [idle] a longest silence of { $bounds }
   *[duration] a duration of { $bounds }
}
check-amount-asked = { $bounds } { $name ->
    [bytes] payload bytes
   *[packets] packets
}{ $by ->
    [client] {" "}from the client
    [server] {" "}from the server
   *[both] {""}
}
check-rtt-handshake = { $time } from SYN to the ACK that ends the handshake
check-rtt-data = { $time } in the median from data to its acknowledgement
check-rtt-unknown = no handshake and no acknowledged data in the capture
check-not-measured = not measured
check-idle = { $time } of silence between { $rows }
check-idle-never = no silence: there is one row
check-duration = { $time } from { $first } to { $last }
check-bytes = { $count ->
    [one] { $count } payload byte
   *[other] { $count } payload bytes
}{ $by ->
    [client] {" "}from the client
    [server] {" "}from the server
   *[both] {""}
}
check-packets = { $count ->
    [one] { $count } packet
   *[other] { $count } packets
}{ $by ->
    [client] {" "}from the client
    [server] {" "}from the server
   *[both] {""}
}
check-clients-asked = { $bounds } clients of { $server }
check-one-server = one server
check-clients = { $count ->
    [one] { $count } client
   *[other] { $count } clients
}
check-clients-named = { $clients }: { $connections }

## Messages

check-message-asked = a message{ $has-from ->
    [yes] {" "}from { $from }
   *[no] {""}
}{ $has-to ->
    [yes] {" "}to { $to }
   *[no] {""}
}{ $has-words ->
    [yes] {" "}{ $words }
   *[no] {""}
}
check-words-text = with the words { $text }
check-words-equals = that is { $text }
check-words-pattern = that matches { $pattern }
check-pattern = /{ $pattern }/
check-message-more = { $message }, and { $count } more like it
check-said-nothing = nothing of the kind was said by { $who }
check-said = { $who } said { $messages }
check-said-more = { $who } said { $messages }, and { $count } more
check-relayed-asked = a message{ $has-from ->
    [yes] {" "}from { $from }
   *[no] {""}
}{ $has-words ->
    [yes] {" "}{ $words }
   *[no] {""}
} passed on { $only ->
    [yes] only to { $to }
   *[no] to { $to }
}{ $has-within ->
    [yes] {" "}within { $within }
   *[no] {""}
}
check-all-others = all others
check-all = all, its sender too
check-relayed-to-nobody = { $message } came in with { $rows } and was passed on to nobody
check-relayed-later = { $nobody } at once; the same words left to { $receiver } in { $rows }, { $time } later
check-relay-too-late-to-tell = after so long it cannot be told whether it is the same message
check-relayed = { $message } came in with { $rows } and left to { $copies }
check-relayed-fault = { $relayed }; { $faults }
check-relay-unsure = several messages fit as its source, and nothing in the capture tells which
check-copy = { $receiver } in { $rows }
check-receiver-sender = { $receiver } (its sender)
check-missed = { $who } did not get it
check-missed-all = nobody else got it
check-missed-sender = its sender did not get it back
check-stranger = { $receiver } got it too ({ $rows })
check-late = { $receiver } got it only after { $time }

## Never in clear text

check-never-asked = { $what } never in clear text
check-never-words = the words { $text }
check-never-passwords = passwords
check-readable = readable { $count ->
    [one] { $count } time
   *[other] { $count } times
} ({ $rows })
check-password = { $kind ->
    [http-basic] HTTP basic authentication
    [sign-in] a sign-in
    [sign-up] a sign-up
    [user-pass] USER and PASS
    [password-change] a change of password
    [prompt] an answer to a prompt
    [form] a form
   *[sasl] SASL
}{ $has-user ->
    [yes] {" "}of { $user }
   *[no] {""}
} with a password in { $rows }
check-not-readable = not readable in any message

## Proxies

check-cache-asked = a cache { $is ->
    [hit] hit
   *[miss] miss
}{ $has-target ->
    [yes] {" "}for { $target }
   *[no] {""}
}
check-cache-hit = { $request } ({ $asked }) answered in { $answered } without asking; the same bytes came in { $before }
check-cache-miss = { $request } ({ $asked }) was asked on in { $passed }
check-upstream-asked = { $reason ->
    [refused] a proxy whose upstream gives a refusal
    [no-answer] a proxy whose upstream gives no answer
   *[down] a proxy that cannot reach its upstream
}
check-upstream = { $upstream }: { $reason ->
    [refused] refused
   *[no-answer] no answer
} ({ $rows }); { $told }
check-told-nothing = the client was told nothing
check-told = the client was told { $answer } ({ $rows })
check-none-in-capture = none in the capture
check-one-way-to-read = it is only one of several ways to read it

## The capture itself

check-capture-asked = a capture { $conditions }
check-link-asked = of link type { $types }
check-link = its link type is { $types }
check-link-unknown = its link type is unknown
check-begins-asked = that begins before the handshakes
check-begins = every connection is seen from its SYN on
check-begins-in = begins inside { $connections }
check-cut-asked = that is not cut
check-not-cut = no frame is cut
check-cut = { $count ->
    [one] { $count } frame cut ({ $rows })
   *[other] { $count } frames cut ({ $rows })
}
check-clock-asked = with a sane clock
check-clock-none = the capture has no times
check-clock-epoch = the first record is of { $seconds } s after 1970
check-clock = times never run backwards
check-clock-backwards = times run backwards { $count ->
    [one] { $count } time
   *[other] { $count } times
} ({ $rows })

## Put together

check-not = not: { $of }
check-any-of = one of: { $these }
check-count-of = { $bounds } of: { $of }
check-counted = { $count ->
    [one] { $count } time
   *[other] { $count } times
} ({ $shows })
check-counted-none = { $count } times; { $shows }
check-in-order = in { $rows }
check-out-of-order = { $has-found ->
    [yes] { $found }; { $shows }
   *[no] { $shows }
}
check-first-events = { $count ->
    [one] the first event of { $all } in { $rows }
   *[other] the first { $count } events of { $all } in { $rows }
}
check-event-missing = { $shows }: not { $event }
check-event-not-after = not { $event } after { $row } (it was, in { $seen }, which is before)

## Around a result

check-verdict = { $verdict ->
    [holds] holds
    [fails] does not hold
   *[undecided] cannot be decided
}
check-title-undecided = { $title } (cannot be decided)
check-label = { $label ->
    [expected] Expected
    [shows] The capture shows
    [why] Cannot be decided
    [hint] Hint
   *[look] Look
}
check-line = { $label }: { $text }
check-it-holds = It holds: { $shows }
check-counts-for = It { $verdict } and counts as met: { $shows }
check-points = { $most ->
    [one] { $points } of { $most } point
   *[other] { $points } of { $most } points
}
check-tally = { $passed } passed, { $failed } failed{ $skipped ->
    [0] {""}
   *[other] , { $skipped } skipped
}
check-readable-title = can be read
check-readable-rule = The capture can be read
check-of-capture = { $capture }: { $title }
check-points-of-lab = { $lab }: { $points ->
    [one] { $points } point
   *[other] { $points } points
}
check-heading-expectation = expectation
check-heading-result = result
check-heading-points = points
check-annotations-left = { $count } more
check-in-summary = All of them are in the step summary.
check-summary-too-long = The report is longer than a step summary may be: see the other reporters.

## Above a new lab file (check --init)

check-init-what = What a capture of this lab must show. Check one with
check-init-next = Delete what your lab does not ask for; give the rest points: and hint:.
check-init-editor = To have your editor complete it, write the schema beside it, and name it in a first line:

## Mistakes in a lab file

check-mistake-yaml = not YAML: { $why }
check-mistake-plain = { $why }
check-mistake-unknown-key = { $key } is not known here; { $has-meant ->
    [yes] did you mean { $meant }?
   *[no] known are { $known }
}
check-mistake-missing = { $key } is missing
check-mistake-nothing = there is nothing here; expected: { $forms }
check-mistake-value = { $value } does not fit; expected: { $forms }
check-mistake-form = expected: { $forms }
check-mistake-meant = { $mistake }; did you mean { $meant }?
check-mistake-form-or = { $item }; or { $rest }
check-mistake-no-assertion = there is no assertion here; one of { $known }
check-mistake-two-assertions = there is { $first } already: one assertion each; put both into { $all }
check-mistake-two-texts = there is { $first } already: text, equals or pattern
check-mistake-reserved = { $name } means something already; choose another name
check-mistake-endpoint = { $text } is no address with a port from 0 to 65535; expected: { $example }
check-mistake-undeclared = { $mistake }; declare it under { $connections }, or write { $selector }
check-mistake-no-such-connection = { $name } is no connection
check-mistake-no-bounds = { $min } or { $max } is missing
check-mistake-no-room = nothing is { $bounds }
check-mistake-no-option = there is no option here; { $known }
check-mistake-no-condition = there is no condition here; { $known }
check-mistake-no-words = { $text }, { $pattern } or { $passwords } is missing
check-mistake-pattern = the pattern does not compile: { $why } (RE2 syntax: no back-references, no look-around)
check-form-map = a map, for example { $example }
check-form-record = a map, one { $example } a line
check-form-list = a list, for example { $example }
check-form-text = text
check-form-boolean = true or false
check-form-duration = a duration with its unit, for example 1s, 50ms or 2min
check-form-endpoint = an address and a port, for example "192.168.0.186:10000", "192.168.0.186" or ":10000"
check-form-count = a whole number, 0 or more
check-form-words = the words, in quotes
check-form-character = at least one character
check-form-pattern = a pattern, in quotes
check-form-handshake = complete, partial, absent, or the name of a connection
check-form-points = a number of points, 0 or more
check-form-hint = a sentence
check-form-lab = the name of the lab, in quotes
check-form-lab-empty = the name of the lab
check-form-expect = a list: each line begins with "- "
check-form-expect-empty = at least one expectation
check-form-name = the name, in quotes
check-form-order = a whole number: 1 is the connection opened first
check-form-order-one = connections are counted from 1
check-form-ref = the name of a connection
check-form-refs-empty = name at least one connection
check-form-party = who: a connection's name, server or anyone
check-form-link = a link type, as reports and Wireshark name it, for example Ethernet or Linux cooked-mode capture v1
check-form-one-entry = at least one entry
check-form-two-entries = at least two entries
