### tcpexplain in English. One message is one sentence or a few that belong together.
###
### For translators:
### - `$from` is the side that sent the row: client or server. Every message of a row may use it, best through the
###   messages part-sender and part-receiver. Messages whose id begins with part- may be changed, added and left out.
### - Words between backticks are protocol words, field values and calls. They are shown as code and never translated.
### - A variable may stand for a link to a row ("row 5"), an address, text from the capture, or a duration.
### - A message that begins with a lower-case letter or a variable gets its capital letter by itself.

## Parts of sentences

part-sender = { $from ->
    [client] the client
   *[server] the server
  }
part-receiver = { $from ->
    [client] the server
   *[server] the client
  }
part-row = row { $frame }
part-row-number = { $frame }
part-rows = rows { $rows }
part-rows-many = { $count } rows ({ $first } to { $last })
part-rows-among = { $count } of the rows { $first } to { $last }
part-bytes = { $count ->
    [one] { $count } byte
   *[other] { $count } bytes
  }
part-byte-range = { $first } to { $last }
part-byte-range-one = { $first }
part-bytes-range = bytes { $first } to { $last }
part-bytes-range-one = byte { $first }
part-list-one = { $item }
part-list-last = { $item } and { $rest }
part-list-more = { $item }, { $rest }
part-list-left-out = { $count } more
part-nanoseconds = { $n } ns
part-microseconds = { $n } µs
part-milliseconds = { $n } ms
part-seconds = { $n } s
part-minutes = { $n } min { $m } s
part-hours = { $n } h { $m } min
part-stream = stream { $stream }
part-others = { $count } more
part-row-to = { $row } to { $taker }
part-icmp-reason = { $reason ->
    [network] that there is no way to the network
    [host] that the host cannot be reached
    [protocol] that TCP is not known there
    [port] that the port cannot be reached
    [too-big] that the packet is too big for the next link{ $mtu ->
        [0] {""}
       *[other] , which takes { $mtu } bytes at most
      }
    [prohibited] that passing it on is forbidden
    [forbidden] that passing it on to that network is forbidden
    [expired] that its TTL or hop limit ran out on the way
    [fragments] that not all its fragments came in time
   *[other] that it could not be passed on
  }
part-error-on-linux = on Linux with { $name ->
    [ECONNREFUSED] "connection refused" (`ECONNREFUSED`)
    [ENOPROTOOPT] "protocol not available" (`ENOPROTOOPT`)
    [ENETUNREACH] "network is unreachable" (`ENETUNREACH`)
    [EACCES] "permission denied" (`EACCES`)
   *[EHOSTUNREACH] "no route to host" (`EHOSTUNREACH`)
  }
part-unreachable = { $reason ->
    [refused] refused the connection
   *[other] did not answer
  }
part-exchange = { $what ->
    [request] request
   *[answer] answer
  }
part-credential = { $kind ->
    [http-basic] HTTP Basic authentication
    [sign-in] signing in
    [sign-up] signing up
    [user-pass] `USER` and `PASS`
    [password-change] a change of password
    [prompt] asked for by a prompt
    [form] a form
   *[sasl] SASL
  }
part-outcome = { $outcome ->
    [accepted] accepted
    [refused] refused
   *[unknown] with what result is not known
  }
part-flood = { $count } messages, { $peak } of them within one second (more than { $limit } count as one); { $passed } were passed on.
part-closed-order = { $lost ->
    [0] in good order.
   *[other] with `FIN`.
  }
part-reset-how = { $how ->
    [ended] ended
   *[either] ended or refused
  }
part-silence = { $heard ->
    [nothing] nothing more had come back
    [late] { $last } says that it had arrived, but most likely had not reached the sender yet
   *[before] after { $last } nothing more had come back
  }
part-place = { $count ->
    [one] byte { $start }
   *[other] bytes { $start } to { $end }
  }
part-whole = { $whole ->
    [datagram] the reassembled datagram
    [inflated] the decompressed packet
   *[frame] the frame
  }

## How the flags show what a row is

flags-first = Byte { $at } of { part-whole } holds the flags: `{ $value }`, { $set ->
    [none] none is set
   *[some] which is { $names }
  }. (Bytes are counted from 0, as in the hex dump.)
flags-byte = Byte { $at } of { part-whole } holds the flags: `{ $value }`, { $set ->
    [none] none is set
   *[some] which is { $names }
  }.

## Links between rows

answered-by = { $row } answers it after { $delay }.
answer-to = It answers { $row }, { $delay } later.
answered-by-earlier = { $row } answers it, though it was recorded { $delay } before it: the capture does not keep the order of events here.
answer-to-later = It answers { $row }, which was recorded { $delay } after it: the capture does not keep the order of events here.
answered-by-other = { $row } comes { $delay } later, but it does not confirm this `SYN`: { $what ->
    [acknowledgement] its numbers are those of another connection.
   *[reset] so it does not refuse it either.
  }
not-answered = No row of this capture answers it.
not-answered-yet = No row answers it before { $row } asks the same again.
syn-not-answered = No row of this capture answers it. Whether it arrived at { $dst }, and what became of it there, does not show.
confirmed-by = { $row } confirms it after { $delay }.
confirmed-by-earlier = { $row } confirms it, though it was recorded { $delay } before it: the capture does not keep the order of events here.
not-confirmed = No row of this capture confirms it.
confirms-too = On the way it also confirms { $rows } ({ $field }): an acknowledgement needs no segment of its own when there is something to send.
icmp-error = Frame { $frame }, { $delay } later, reports that it got no further: { $from } says { part-icmp-reason } (ICMP).
icmp-error-more = { $count ->
    [one] Another report of another kind follows.
   *[other] { $count } reports of other kinds follow.
  }
undelivered-program = { $call ->
    [send] `send()` at { part-sender }. No program
    [close] `close()` at { part-sender }. No program
   *[none] No program
  } at { part-receiver } learns of it: it did not get there.
same-computer = { $row } came from the same computer: same IP address { $ip }, same MAC address { $mac }. Only the source port differs ({ $port } here, { $earlierPort } there), and that makes it another connection.
same-last-hop = { $row } came from the same IP address { $ip } and the same MAC address { $mac }. That need not be the same computer: { $ttl } is not what systems begin with, so a router lies between, and all who are behind it may share its addresses (NAT). The source port differs ({ $port } here, { $earlierPort } there), and that makes it another connection.
same-address = { $row } came from the same IP address { $ip }. The source port differs ({ $port } here, { $earlierPort } there), and that makes it another connection.

## Sequence numbers

initial-number-first = The number in the frame is { $raw } ({ $hex }): the initial sequence number. Each side picks its own for every connection, hard to guess, so that old or forged segments do not fit in. Wireshark and this report count from it. That is why it shows as `Seq=0`, and why the first payload byte will be byte 1.
initial-number = Its initial sequence number is { $raw } ({ $hex }), shown as `Seq=0`; its first payload byte will be byte 1.

## What a SYN offers

mss-offer-first = It offers { $field }: at most { $mss } bytes in one segment. { $origin ->
    [ethernet] That is an Ethernet packet of { $mtu } bytes less { $ip } of IP header and { $tcp } of TCP header: { $mtu } − { $ip } − { $tcp } = { $mss }.
    [largest] That is the largest IPv4 packet, { $mtu } bytes, less { $ip } of IP header and { $tcp } of TCP header: { $mtu } − { $ip } − { $tcp } = { $mss }. Such a number is offered on a loopback interface, where no network limits a packet.
    [loopback] That is { $mtu } bytes, as loopback interfaces allow, less { $ip } of IP header and { $tcp } of TCP header: { $mtu } − { $ip } − { $tcp } = { $mss }.
    [pppoe] That is a packet of { $mtu } bytes (Ethernet's 1,500 less 8 for PPPoE) less { $ip } of IP header and { $tcp } of TCP header: { $mtu } − { $ip } − { $tcp } = { $mss }.
    [jumbo] That is an Ethernet jumbo packet of { $mtu } bytes less { $ip } of IP header and { $tcp } of TCP header: { $mtu } − { $ip } − { $tcp } = { $mss }.
   *[other] With { $ip } bytes of IP header and { $tcp } of TCP header that makes packets of { $mtu } bytes.
  }
mss-offer = It offers { $field }: { $mtu } − { $ip } − { $tcp }{ $origin ->
    [ethernet] , as Ethernet allows
   *[other] {""}
  }.
mss-none = It offers no `MSS` option, so the other side must assume a small segment size: 536 bytes over IPv4, 1,220 over IPv6.
scale-offer-first = It offers window scaling: shift { $shift }, so a factor of { $factor }. That counts only if the other side offers scaling too. The window of this segment itself, { $window } bytes, is never scaled: scaling is not agreed on yet.
scale-offer = It offers window scaling by { $factor } (shift { $shift }). The window of this segment itself, { $window } bytes, is not scaled.
scale-none = It offers no window scaling. So neither side may scale, and no window can be larger than 65,535 bytes; this one is { $window }.
scale-too-large = A shift of { $shift } is not allowed: it counts as { $largest }.
scale-unasked = But { $row } did not offer scaling. It takes both sides, so neither scales.
scale-agreed = Now both have offered scaling. From the next segment on, the window fields of { part-sender } are multiplied by { $own } and those of { part-receiver } by { $peer }.
sack-offer-first = It offers selective acknowledgements (`SACK_PERM`): if segments are lost, the receiver may name what arrived behind the hole.
sack-offer = It offers selective acknowledgements.
timestamps-offer-first = It carries timestamps (`TSval`, `TSecr`): each side sends its clock and echoes the other's. That measures round trips and tells old segments from new ones.
timestamps-offer = It carries timestamps.
offers-cut = The capture cut its options short. Whether it offers { $names } does not show.
handshake-duration = From the `SYN` to this third step the handshake took { $delay }.
handshake-duration-repeated = From the `SYN` to this third step the handshake took { $delay }, counted from { $isKnown ->
    [yes] { $row }, which was answered
   *[no] the last one
  }; from the first, { $first }, it is { $whole }.

## SYN

syn-headline = A client asks to open a connection
syn-headline-repeated = { part-sender } asks once more to open the connection
syn-headline-again = The same computer asks to open another connection
syn-what = { $src } asks { $dst } to open a connection to port { $port }. `SYN` alone means: I want to talk, and here is the number from which I count my bytes.
syn-roles-shared = So { $client } is the client, with port { $clientPort }. Most clients have a port taken for each connection; this one is that of another connection here, too, so most likely the program chose it (`bind()`), or it came round again. { $server } is the server, known by its port { $serverPort }: a server waits on a port that clients know beforehand.
syn-roles = So { $client } is the client; its port { $clientPort } was taken for this connection only. { $server } is the server, known by its port { $serverPort }: a server waits on a port that clients know beforehand.
syn-with-data = It already carries payload ({ $bytes }). That is allowed but rare: TCP Fast Open, or a packet built by hand.
syn-with-data-fast-open = It already carries payload ({ $bytes }): TCP Fast Open.
fast-open-request = It asks for a Fast Open cookie (`TFO`, here without contents). With one, the client's next connection may send its first bytes together with the `SYN`, a round trip earlier.
fast-open-cookie = It shows the server a Fast Open cookie (`TFO`, { $count } bytes), which an earlier connection brought. It proves that the address is not forged, so the server may take bytes before the handshake is complete.
fast-open-granted = It hands the client a Fast Open cookie (`TFO`, { $count } bytes): the client may show it in the `SYN` of its next connection and send bytes along with that.
syn-program-fast-open = The client's program asked for TCP Fast Open, so the bytes that it handed over first go out with the `SYN` (on Linux `sendto()` with `MSG_FASTOPEN`, or `connect()` after setting `TCP_FASTOPEN_CONNECT`, which waits for the first `send()`).
syn-program-fast-open-asks = The client's program asked for TCP Fast Open, and its kernel has no cookie of this server yet. On Linux it called `sendto()` with `MSG_FASTOPEN`, or `connect()` after setting `TCP_FASTOPEN_CONNECT`; either call waits for the answer. { $answered ->
    [yes] The server's kernel will answer, because a program called `listen()` on port { $port } before this row.
   *[no] Whether a server's program listens does not show in this row.
  }
syn-vain-headline = A `SYN` for a connection that is open: it changes nothing
syn-vain-what = It asks { $dst } to open a connection, with the addresses and ports of one that is open ({ $stream }) and with another number. It changed nothing: in { $row } { part-sender } goes on with the numbers of before.
syn-vain-why = Who really begins anew goes on with the new number, and refuses what has the old ones with a reset. So most likely this one did not come from the kernel that has the connection: it is forged, to disturb that, or a copy of an older `SYN` that was long on its way. It opens a stream of its own for Wireshark, and so for this report, no connection.
syn-vain-program = No call of a program at { part-sender } shows in it: the connection there is open.
syn-why-first = Both sides number every byte they send, so each must learn the other's first number before data can flow. That takes three steps: `SYN`, then `SYN, ACK`, then `ACK`: the three-way handshake. This is the first.
syn-why = This is the first step of the three-way handshake.
syn-program-listening = The client's program called `connect()`, which waits for the answer. The server's program need not do anything for this: its kernel will answer, because a program called `listen()` on port { $port } before this row.
syn-program-refused = The client's program called `connect()`. The answer will make it fail with "connection refused".
syn-program-goes-on = The client's program called `connect()`, and waits still after the error in frame { $frame }: its kernel asks again in { $row }.
syn-program-error = The client's program called `connect()`. Most likely the error in frame { $frame } makes it fail, as an error of this kind should: { part-error-on-linux }.
syn-program-soft-error = The client's program called `connect()`. What the error in frame { $frame } reports may pass, so a kernel should take note of it and go on asking. Many give up all the same while a connection is being opened: then `connect()` fails, { part-error-on-linux }. In this capture the client does not ask again.
syn-program-open = No call of the program shows in it: at { part-sender } the connection is open already.
syn-program = The client's program called `connect()` and waits. Whether a server's program listens does not show in this row.

## SYN, ACK

syn-ack-headline = The server accepts and asks the same in return
syn-ack-headline-another = { part-sender } answers the same request again, with another number
syn-ack-another = { $row } had answered the same `SYN` with the number { $other }; this answer has { $number }. A kernel keeps one number for a connection, so this one comes from something that did not remember the first answer: a device or kernel that keeps nothing before the third step (SYN cookies), a second server, or a forger. The client holds to the answer that came to it first.
syn-ack-another-base = From here on, Wireshark and this report count the server's bytes from this number, { $zero }, although the connection may go on with the other one: then its bytes show with very large numbers. Wireshark's labels here come from that.
syn-ack-what = Two messages in one segment. `ACK` says: I got your request. `SYN` says: I am ready, and here is the number from which I count my own bytes.
syn-ack-number = { $field } stands for { $ackRaw } in the frame: the client's initial sequence number plus one. The `SYN` takes one number, so that it can be confirmed like a byte.
syn-ack-number-data = { $field } stands for { $ackRaw } in the frame: the client's initial sequence number plus one for the `SYN`, plus { $taken } for the bytes that came with it. So the server has taken { $left ->
    [0] these bytes
   *[other] only these of its { $sent } bytes; { $left } must come again
  }.
syn-ack-number-no-data = { $field } stands for { $ackRaw } in the frame: the client's initial sequence number plus one, for the `SYN` alone. The { $sent ->
    [one] byte that came with it is
   *[other] { $sent } bytes that came with it are
  } not confirmed, and must come again.
syn-ack-why = Bytes will flow both ways and each direction has its own numbers, so the server too must announce its first one. It does so in the same segment as its confirmation. This is the second step.
syn-not-captured = The `SYN` that it answers is not in this capture.
syn-ack-program = The server's kernel sends this alone; `accept()` has not returned for this connection yet. In the client's program `connect()` returns when this row arrives.

syn-ack-program-fast-open = The server's kernel sends this alone; `accept()` has not returned for this connection yet. In the client's program the call that asked returns when this row arrives: `connect()`, or `sendto()`, whose bytes then go out at once.
syn-ack-headline-again = { part-sender } repeats its `SYN, ACK`: it has not taken { $row }
syn-ack-again-why = { $row } confirms the server's `SYN`, and yet the server sends that again: it has not taken that row, and stays in `SYN-RECEIVED`. Either the row was lost on its way to the server, or it arrived and the kernel there did not take it: because the queue of connections that wait for `accept()` is full (`listen()` sets its length){ $bytesCame ->
    [yes] {""}
   *[no] , or because the program asked to be given a connection only with its first bytes (on Linux `TCP_DEFER_ACCEPT`)
  }.
syn-ack-program-again = The server's kernel sends this alone; `accept()` has not returned for this connection yet. In the client's program `connect()` had returned before: { $row } shows it.
syn-ack-unconfirmed = Whether it arrived does not show: a client that gets it confirms it at once, and nothing of this one follows. Its state is told as if it had.
syn-ack-program-refused = The server's kernel sends this alone; `accept()` has not returned for this connection yet. In the client's program `connect()` does not return with it: { $row } refuses it. Most likely `connect()` had been given up before (a timeout of the program's own, or the program ended), or no `connect()` had asked, as in a scan.
syn-ack-program-lost = The server's kernel sends this alone. When the client asked again, in { $row }, it had not arrived yet, so `connect()` was still waiting then.
syn-ack-headline-foreign = { part-sender } answers another request
syn-ack-foreign-what = Two messages in one segment, but neither is meant for this connection: its `ACK` has { $ackRaw } in the frame, and the `SYN` in { $row } is confirmed by { $expected }, its initial sequence number { $isn } plus one.
syn-ack-foreign-why = So it answers an older request of the same address and port: { part-sender } still has that, and says again what it said to it, or the segment was long on its way. Whoever waits for the answer to a `SYN`, as { part-receiver } does, refuses any other number with a reset and goes on waiting.
syn-ack-foreign-program = Kernels alone: `connect()` at { part-receiver } does not return with this row.
syn-ack-program-data = The server's kernel has the bytes already and hands the connection to the program without waiting for the third step: `accept()` and `recv()` can return.

## The third step

handshake-ack-headline = The client confirms: the connection is open
handshake-ack-what = The client confirms the server's `SYN`. With this third step the handshake is complete; both sides are `ESTABLISHED` and either may send.
handshake-ack-headline-untaken = The client confirms, but the server does not take it
handshake-ack-what-untaken = The client confirms the server's `SYN`. To the client the connection is open now (`ESTABLISHED`), and it may send. The server does not take this step and stays in `SYN-RECEIVED`: { $by ->
    [answer] it repeats its `SYN, ACK` in { $row }, which says what may have become of this row.
   *[bytes] in { $row } the client must repeat its bytes, and nothing has confirmed them yet.
  }
handshake-ack-program-untaken = In the client's program `connect()` { $by ->
    [answer] returned when { $row } arrived
   *[step] had returned before: { $row } shows it
  }. The server's kernel does not hand the connection to its program yet: `accept()` goes on waiting.
handshake-ack-program-again = In the client's program `connect()` had returned before: { $row } shows it. When this row arrives, the server's kernel hands the connection to the program: `accept()` can return.
handshake-untaken = A single one harms nothing: the server will ask again. Many of them mean a program that calls `accept()` too seldom, or a network that loses packets.
handshake-ack-number = { $field } stands for { $ackRaw } in the frame: the server's initial sequence number plus one. The segment carries no payload.
handshake-ack-why = Why a third step: until now the server could not know that its own number had arrived. It also keeps an old `SYN`, delayed in the network, from opening a connection nobody wants.
handshake-ack-program = In the client's program `connect()` returned when { $row } arrived. When this row arrives, the server's kernel hands the connection to the program: `accept()` can return.
handshake-ack-program-data = The bytes that came with the `SYN` had been taken already, so `accept()` could return before this row.
handshake-ack-program-alone = When this row arrives, the server's kernel hands the connection to the program: `accept()` can return.
handshake-complete = Nothing to worry about: request, answer and confirmation are all there.

## When both ask, or one asks itself

simultaneous-headline = { $place ->
    [first] { $src } asks to open a connection, and is asked at the same time
   *[second] { $src } asks too, before any answer: a simultaneous open
  }
simultaneous-what = In { $row } the other side asks the same, and neither had an answer yet: a simultaneous open. Nobody waits for requests, so nobody here is a server; `client` and `server` are only names of the two sides. This report calls { $client } with port { $clientPort } the client, because its `SYN` was recorded first.
simultaneous-why-first = Both sides number every byte they send, so each must learn the other's first number before data can flow. Here the two requests cross on the way. Whoever has asked and is asked takes the other's number, and answers with `SYN, ACK`, with the number of its own `SYN` again: four segments in place of the three of a usual handshake, and one connection in the end, not two.
simultaneous-why = The two requests cross on the way. Each is to be answered with `SYN, ACK`: one connection, opened by four segments in place of three.
simultaneous-program = { $by ->
    [self] The program called `connect()`, and waits. No `listen()` and no `accept()` is needed for this.
    [forged] No program called `connect()` here: some other one wrote the packet byte by byte.
   *[both] The program called `connect()`, and waits. Most likely it had taken its port { $port } beforehand with `bind()`: the other side asks just that port. No `listen()` and no `accept()` is needed for this.
  }
simultaneous-answer-headline = { $by ->
    [both] { part-sender } confirms the other side's request, and repeats its own
   *[self] The socket answers its own request
  }
simultaneous-answer-what = { $by ->
    [both] `ACK` says: I got your request. `SYN` repeats the sender's own request, with the same number: it is one request, not another one.
   *[self] `ACK` says: I got the request; it is the socket's own, which came back to it. `SYN` repeats it, with the same number.
  } Its sender is in `SYN-RECEIVED` now, and open when its own `SYN` is confirmed.
simultaneous-answer-number = { $field } stands for { $ackRaw } in the frame: { $by ->
    [both] the initial sequence number of { part-receiver }
   *[self] the socket's own initial sequence number
  } plus one, because the `SYN` takes one number.
simultaneous-answer-program = { $by ->
    [both] The kernel's own work. In the program at { part-receiver } `connect()` returns at the latest when this row arrives; there is no `accept()` on either side.
   *[self] The kernel's own work. When this row arrives, `connect()` returns in the one program there is.
  }
simultaneous-ack-headline = { part-sender } confirms: the connection is open
simultaneous-ack-what = It confirms the `SYN` of { part-receiver }. Now both sides have asked and both are confirmed: both are `ESTABLISHED`.
self-connect-headline = { $by ->
    [forged] A forged `SYN`: its sender claims to be its receiver
   *[self] A socket asks itself to open a connection
  }
self-connect-what = { $by ->
    [forged] Source and destination are the same address and the same port { $port }, and the frame was recorded on a network. What a computer sends to its own address never leaves it: the source address is forged. Such packets, known as the LAND attack, once made computers answer themselves without end; today's systems drop them.
   *[self] Source and destination are the same address and the same port { $port }: the `SYN` comes back to the socket that sent it, and is to it a request of the other side. So it opens a connection with itself, as in a simultaneous open. There is no server, and no second program: what it sends it will receive. It happens to programs that try a port of their own computer again and again until a server is there: one day the system takes that very port for the `connect()`.
  }

## When a SYN meets an older connection

challenge-headline = { part-sender } does not confirm { $row }: it has the numbers of an older connection
challenge-headline-open = { part-sender } refuses the `SYN` in { $row }: this connection is open
challenge-what = No payload, and no answer to the request in { $row }: that would be `SYN, ACK`, and confirm { $expected } (its initial sequence number { $isn } plus one). This is a bare `ACK` with the numbers of another connection, a challenge ACK; it confirms { $ackRaw }.
challenge-numbers-shown = They are the numbers of the connection that had these ports before: its own number in the frame, { $seq }, is the next after { $own }, and { $ack } is the next after { $peer }. Counted from the new `SYN`, as Wireshark and this report do, they mean nothing.
challenge-numbers = In the frame it has the sequence number { $seq } and the acknowledgement number { $ack }. Counted from the new `SYN`, as Wireshark and this report do, they mean nothing.
challenge-likely = The older connection is not in this capture: that there is one follows from the numbers only. A segment built by hand would look the same.
challenge-why = { $state ->
    [wait] To { part-sender } these ports are still in use: it closed the older connection and is in `TIME-WAIT`, where late segments of that are caught.
   *[other] { part-sender } still has the older connection and knows nothing of its end: the other side has lost or dropped it without a `FIN` or `RST` that arrived, for instance because it was started anew.
  } A `SYN` has no place in a connection that exists, and may be forged or late. So its kernel does not act on it, but says where its own connection stands: whoever really wants to begin anew will refuse that.
challenge-next = { part-receiver } is in `SYN-SENT`, and gets a confirmation of what it never sent. It stays there{ $next ->
    [reset-again] : it refuses the number { $ackRaw } with a reset ({ $reset }), which clears the older connection away, and asks again in { $again }.
    [reset-only] : it refuses the number { $ackRaw } with a reset ({ $reset }), which clears the older connection away. Then it can ask again.
    [silence-again] . A reset with the number { $ackRaw } would clear the older connection away; the capture shows none. It asks again in { $again }.
   *[silence-only] . A reset with the number { $ackRaw } would clear the older connection away; the capture shows none.
  }
challenge-program = Kernels alone: `connect()` at { part-receiver } goes on waiting.
challenge-vain-what = No payload, and no answer that the `SYN` in { $row } asks for: that would be `SYN, ACK`, and confirm { $expected } (its initial sequence number { $isn } plus one). This is a bare `ACK` with the numbers of the connection that is open, a challenge ACK; it confirms { $ackRaw }.
challenge-open-what = No payload and nothing newly confirmed. { $field } still says: I have everything before byte { $ack }. It is the answer to the `SYN` in { $row }, and does not accept it: a challenge ACK.
challenge-open-why = The connection is open, and a `SYN` has no place in it. Most likely { $row } is a late copy. But it could also be forged, or come of a computer that was started anew; so the kernel does not act on it, and says where the connection stands. Who really began anew would refuse this with a reset; to a side that has the connection open it is an old acknowledgement, no more.

foreign-data = Most likely it belongs to an older connection of the same addresses and ports: its acknowledgement number, { $ackRaw } in the frame, is not of the `SYN` to which { part-receiver } still waits for an answer. Such a segment is refused with a reset, and its payload is given to nobody.

## The window

window-scaled = The window field holds { $raw }, to be multiplied by { $factor }: { $raw } × { $factor } = { $scaled } bytes.
window-since-syn = The window the same sender announced in { $row }, { $window }, was not multiplied: that segment had the `SYN` flag.
window-unscaled = The window is { $raw } bytes, without scaling.
window-raw = The window field holds { $raw }.
window-unknown-first = The window field holds { $raw }. A factor may have been agreed on in the handshake, { $handshake ->
    [absent] which is not in this capture
    [cut] whose options the capture cut short
   *[partial] of which this capture does not show everything
  }. So the true window is unknown, and the bare field is shown.
window-unknown = The window field holds { $raw }; its factor is unknown.
window-first = The window says how many bytes the other side may send before it must wait for a confirmation.

## Data

data-headline = { part-sender } sends { $bytes }
data-headline-text = { part-sender } sends { $bytes }: { $text }
data-what = { part-sender } sends { $bytes } of payload: { $text }.
data-what-begins = { part-sender } sends { $bytes } of payload. They begin: { $text }.
data-what-binary = { part-sender } sends { $bytes } of payload that { $len ->
    [one] does not read as text: { $start }.
   *[other] do not read as text. They begin with the bytes { $start }.
  }
data-what-uncaptured = { part-sender } sends { $bytes } of payload, but none of them were captured.
data-place = The payload lies in { part-place } of { part-whole }.
data-place-length = The payload lies in { part-place } of { part-whole }. Its length follows from the IP header: { $total } bytes in all, less { $ip } of IP header and { $tcp } of TCP header, leaves { $len }.
data-numbers = { $len ->
    [one] In the numbering of this direction it is byte { $first }; the next will be byte { $next }.
   *[other] In the numbering of this direction these are bytes { $first } to { $last }; the next will be byte { $next }.
  }
push-first = `PSH` marks the end of what the program handed over: the receiving kernel should deliver the bytes at once and not wait for more.
data-reply = Most likely it is the reply to what came the other way in { $row }.
data-program-first = The sending program called `send()`, once or several times with the bytes joined: TCP carries bytes, not calls. At the other end `recv()` returns with them when the program asks, once everything before them has arrived.
data-program = `send()` at { part-sender }, `recv()` at { part-receiver }.
data-program-unheard = `send()` at { part-sender }. Nothing shows that any `recv()` at { part-receiver } returned these bytes: no row confirms them, and nothing more is heard from there.
data-program-again = The kernel of { part-sender } alone: the program called `send()` once, and learns nothing of the repetition.
data-program-urgent = `send()` with `MSG_OOB` at { part-sender }. An ordinary `recv()` at { part-receiver } does not return the last urgent byte: the program must ask for it, `recv()` with `MSG_OOB`, unless it set `SO_OOBINLINE`.
data-program-refused = `send()` at { part-sender }. No `recv()` at { part-receiver } returns these bytes: { $row } resets the connection instead.
data-program-by-hand-first = An ordinary `send()` cannot do this: it needs a connected socket, and no handshake is in this capture. Most likely a program built the whole packet by hand and sent it through a raw socket, past its own kernel's TCP. (A connection that is older than the capture, and that { part-receiver } has forgotten, would look the same.)
data-program-forgotten = Most likely the kernel of { part-sender } goes on with a connection that { part-receiver } no longer has. Its program thinks that it is connected, until { $row } ends that: its next call fails with "connection reset".
data-program-by-hand = Most likely built by hand and sent through a raw socket: the capture shows no connection on which `send()` could work.

## Acknowledgements

ack-headline = { part-sender } confirms { $rows }
ack-headline-fin = { part-sender } confirms the end announced in { $rows }
ack-headline-copy = { part-sender } answers { $row }, which brought nothing new
ack-headline-reports = { $report ->
    [hole] { part-sender } reports bytes that arrived behind a hole
   *[twice] { part-sender } reports bytes that arrived twice
  }
ack-headline-unasked = { part-sender } confirms bytes of a connection that { part-receiver } does not have
ack-headline-repeat = { part-sender } repeats what it has confirmed
ack-headline-reply = { $question ->
    [keep-alive] { part-sender } answers that it is still there
    [ack] { part-sender } answers { $row }, which came too late
   *[other] { $window ->
        [0] { part-sender } answers that there is still no room
       *[other] { part-sender } answers how much room there is
    }
  }
ack-headline-beyond = { part-sender } confirms everything before byte { $ack }
ack-headline-up-to = { part-sender } confirms everything up to { $row }
ack-headline-damaged = { part-sender } sends an acknowledgement that is damaged
ack-headline-undelivered = { part-sender } sends an acknowledgement that does not arrive
ack-headline-older = { part-sender } confirms less than it had confirmed before
ack-headline-overtaken = An older acknowledgement of { part-sender } arrives behind { $row }
ack-overtaken-what = No payload, only an acknowledgement, and one that is out of date: it was sent before { $row } and overtaken by it on the way. All that { $field } confirms was confirmed by then.
ack-overtaken-number = { $field } is less than { $later } in { $row }, and a receiver takes nothing back that it has confirmed: so this was sent first.
ack-overtaken-clock = { $field } is its sender's clock. In { $row } that clock stands at { $later }, which is later: so this was sent first.
ack-overtaken-worry = Harmless: the later acknowledgement says all that this one says. Where many come out of order, packets take several ways, or a device on the way holds some of them back.
ack-headline-unseen = { part-sender } confirms bytes that no row of this capture carries
ack-what = No payload, only an acknowledgement. { $field } says: I have everything before byte { $ack }.
ack-what-repeat = No payload and nothing newly confirmed. { $field } still says: I have everything before byte { $ack }.
ack-below-first = { $field } is so large because the number in the frame lies { $before ->
    [one] one number
   *[other] { $before } numbers
  } before the first one that the capture shows of this direction: Wireshark and this report count round the end of 32 bits.
ack-sum = { $row } began at byte { $seq } and has { $len ->
    [one] one byte
   *[other] { $len } bytes
  }: { $seq } + { $len } = { $ack }.
ack-sum-syn = { $row } began at number { $seq }; its `SYN` counts as one, and it has { $len ->
    [one] one byte
   *[other] { $len } bytes
  }: { $seq } + 1 + { $len } = { $ack }.
ack-sum-fin = { $row } began at number { $seq }; { $len ->
    [0] its `FIN` counts as one: { $seq } + 1 = { $ack }.
   *[other] it has { $len } bytes and a `FIN`, which counts as one: { $seq } + { $len } + 1 = { $ack }.
  }
ack-why-first = TCP promises that every byte arrives. The sender keeps a copy of what it sent until an acknowledgement says it may forget it, and sends it again if none comes.
ack-why-keep-alive = An old number has no place in the order of bytes. A kernel answers it by saying once more what it expects next, and just that was wanted: a sign of life.
ack-why-old = The number of that segment had been passed when it arrived. A kernel answers an old number by saying once more what it expects next: it cannot know whether the segment was late, was a repetition, or asks for a sign of life.
ack-why-probe = A receiver without room throws the probe away, but it must answer: with the byte that it expects next, and with its window.
ack-confirms = It comes { $delay } after { $count ->
    [one] { $rows }.
   *[other] the last of { $rows }.
  }
ack-confirms-later = It was recorded { $delay } before { $count ->
    [one] { $rows }
   *[other] the last of { $rows }
  }: the capture does not keep the order of events here.
ack-program-first = The kernel of { part-sender } sends this alone. It proves that the bytes reached that computer, not that the program has read them: `recv()` leaves no trace in a capture.
ack-program = The kernel's own work; no call of the program shows in it.

## Options and flags after the handshake

mptcp-option = { $what ->
    [capable] { $step ->
        [asked] It asks for Multipath TCP (`MP_CAPABLE`): several TCP connections between the two computers, called subflows, may then carry one stream of bytes, over Wi-Fi and a mobile network at once, for instance. The programs see one connection.
        [agreed] It agrees to Multipath TCP (`MP_CAPABLE`): this connection becomes the first subflow of one that may have several.
       *[later] With `MP_CAPABLE` it confirms that both sides speak Multipath TCP.
    }
    [join] { $step ->
        [asked] It asks to add this connection, as a further subflow, to a Multipath TCP connection that there is already (`MP_JOIN`). The kernels do that by themselves: no call of a program belongs to this handshake.
        [agreed] It takes the subflow in (`MP_JOIN`) and proves that it knows the keys of the connection.
       *[later] With `MP_JOIN` it proves that it knows the keys of the connection, which the subflow joins.
    }
    [address] It tells of another address at which { part-sender } can be reached by a further subflow (`ADD_ADDR`), or confirms that it was told of one.
    [removed] It tells that an address of { part-sender } is no longer there (`REMOVE_ADDR`): its subflows end.
    [priority] It asks that this subflow be used only when others fail, or be used again (`MP_PRIO`).
    [fail] It tells that bytes came changed on this subflow (`MP_FAIL`): something on the way rewrites them.
    [close] It breaks off the whole Multipath TCP connection, with all its subflows (`MP_FASTCLOSE`).
   *[reset] It tells why this one subflow is reset (`MP_TCPRST`); the others may go on.
  }
mptcp-close-headline = { part-sender } breaks off the whole Multipath TCP connection
mptcp-close-program = The program at { part-sender } asked for a hard close, or ended: what `RST` is to one connection, `MP_FASTCLOSE` is to all the subflows together. The other side's kernel should answer it with a reset.
mptcp-data = Multipath TCP (`DSS`): beside this connection's numbers it has those of the stream that all subflows share. They tell where its bytes belong there, or up to where that stream has arrived.
mptcp-data-fin = `DSS` carries `DATA_FIN`: the whole stream of { part-sender } ends here, on all subflows. A `FIN` ends one subflow only.

sack-arrived = `SACK`: beyond what it confirms, { $count ->
    [one] byte { $ranges } has
   *[other] bytes { $ranges } have
  } arrived, too.
sack-arrived-fin = `SACK`: the number that the `FIN` of { $row } takes has arrived, too.
sack-missing = Before { $arrived ->
    [one] it
   *[other] them
  } { $count ->
    [one] byte { $ranges } is missing: the sender need repeat only that one.
   *[other] bytes { $ranges } are missing: the sender need repeat only those.
  }
sack-duplicate-syn = `SACK` tells that the number which the `SYN` of { part-receiver } takes arrived twice: { $by ->
    [crossing] with the `SYN`, and again with the `SYN, ACK` that repeats it. In a simultaneous open that is as it should be.
   *[other] sent again without need, or doubled by the network.
  }
sack-duplicate-fin = `SACK` tells that the number which the `FIN` of { $row } takes arrived twice: sent again without need, or doubled by the network.
sack-duplicate = `SACK` tells that { $range } arrived twice: sent again without need, or doubled by the network.
timestamp-echo-first = { $own } is the clock of { part-sender }. { $echo } is the clock of { $row }, sent back: { part-receiver } subtracts it from its own time and knows how long the round trip took.
timestamp-echo = { $own } is its clock; { $echo } sends back the clock of { $row }.
ecn-offer = `ECE` and `CWR` on a `SYN` ask for explicit congestion notification: routers may mark packets instead of dropping them.
ecn-agreed = `ECE` on a `SYN, ACK` agrees to explicit congestion notification.
ecn-accurate-offer = `AE`, `CWR` and `ECE` on a `SYN` ask for accurate explicit congestion notification: from then on the three flags count marked packets.
ecn-not-agreed = `ECE` and `CWR` tell nothing here: the handshake did not agree on explicit congestion notification.
ecn-echo = `ECE`: a packet reached { part-sender } with the mark of a router that is running full. It says so until { part-receiver } answers with `CWR`.
ecn-echo-of = `ECE`: { $row } reached { part-sender } with the mark of a router that is running full. It says so until { part-receiver } answers with `CWR`.
ecn-marked = Its IP header has the mark `CE` (both ECN bits set): a router on the way was running full, and marked the packet instead of dropping it.
ecn-marked-echo = { $row } tells { part-sender } of the mark: `ECE`.
ecn-reduced-for = `CWR`: { part-sender } has slowed down because of the congestion that { $row } tells of, and says so.
ecn-reduced = `CWR`: { part-sender } has slowed down because of congestion, and says so.
urgent-data = `URG`: the urgent pointer, { $pointer }, marks what ends with byte { $last } as urgent. The program did that with `send()` and `MSG_OOB`; new programs should not.

## FIN and closing

fin-headline = { part-sender } has nothing more to send
fin-headline-second = { part-sender } closes its direction too
fin-what-first = `FIN` says: that was my last byte. It closes one direction only (half-close): { part-sender } can send no more data, but still receives and confirms what comes from { part-receiver }.
fin-what = `FIN`: { part-sender } has sent its last byte; the other direction is not affected.
fin-number-of-syn = Number { $seq } is the one that the `SYN` of { $row } has; a `FIN` behind it should have { $next }, so the receiver takes this one for old. Most likely its program gave up before the connection was open, and its kernel does not count the `SYN`.
fin-with-data = The same segment carries { $len ->
    [one] the last byte
   *[other] the last { $len } bytes
  } of payload.
fin-number = The `FIN` takes one number, { $fin }, so that it can be confirmed: by { $field }.
closing-three = { $row } was the other side's `FIN`. This row is the first here to confirm it, and closes the second direction in the same segment: a farewell of three segments instead of four.
closing-four = The other side's `FIN` came in { $row } and was confirmed on its own in { $ack }. So the farewell takes four segments: one `FIN` and one acknowledgement for each direction.
closing-with-data = The other side's `FIN` came in { $row }; { $ack }, which carries data, confirmed it along the way. This row closes the second direction.
closing-simultaneous = { $row } was the other side's `FIN`, but this row does not confirm it yet: both sides closed at the same time, each before the other's `FIN` reached it.
fin-headline-unasked = { part-sender } ends a connection that { part-receiver } does not have
fin-headline-again = { part-sender } sends its `FIN` again
fin-program-again = The kernel of { part-sender } alone: the program closed once, and learns nothing of the repetition.
fin-program-refused = `close()` at { part-sender }. No program at { part-receiver } learns of it: { $row } resets the connection instead.
fin-program-first = The program called `close()`, or `shutdown()` for its sending direction, or it ended and its kernel closed for it. At the other end `recv()` returns 0 bytes after the last data: end of the stream.
fin-program = `close()` at { part-sender }; at { part-receiver } `recv()` returns 0 bytes after the last data.
fin-worry = A normal end of a direction.
time-wait = { $side ->
    [client] The client
   *[server] The server
  } now stays in `TIME-WAIT` for a while. It can confirm the last `FIN` again if that confirmation is lost, and old segments of this connection die out before its ports are used anew.

## RST

rst-headline = { part-sender } breaks the connection off
rst-headline-after-close = { part-sender } refuses { $row }: it has closed the connection
rst-headline-after-end = { part-sender } refuses what comes behind the end of the connection
rst-headline-closed = Nobody listens on port { $port }: { $row } is refused
rst-headline-no-connection = No connection to which { $row } belongs: it is refused
rst-headline-closed-alone = Nobody listens on port { $port }
rst-headline-rejected = { $row } is refused in the name of { part-sender }, most likely on the way
rejected-what = This `RST` comes in the name of { $host }, but most likely a device on the way sent it: it arrives with a { $field } of { $ttl }, and what { $host } sends otherwise with { $usual }, as in { $row }. So it has passed fewer routers: its sender stands nearer. A packet filter (a firewall) that is set to reject answers so in the name of the host.
rejected-program = The client's `connect()` fails with "connection refused", as if the port were closed. Most likely { $host } learns nothing of the request.
rejected-certainty = Likely, not certain: a packet that takes another way passes another number of routers, too.
rejected-worry = Whether a program on { $host } waits for connections on port { $port } does not show. Look at the rules of the firewall first.
closed-port-what-first = { $host } answers with `RST`: no program there waits for connections on port { $port }, and no connection exists to which the segment could belong. So the port is closed, and the kernel says so.
closed-port-what = `RST` again: on { $host } port { $port } is still closed.
no-connection-what-first = { $host } answers with `RST`: there is no connection to which the segment could belong. Whether a program waits for connections on port { $port } does not show: a port on which one listens refuses such a segment in the same way.
no-connection-what = `RST` again: { $host } knows no connection on port { $port } to which the segment could belong.
no-connection-certainty = Most often nobody listens on port { $port }. A computer that was started anew, or a connection that had ended, would answer in the same way.
no-connection-forgotten = There was such a connection, for the refused segment sends back a clock of this end. Most likely it had ended here, or this computer was started anew, and the other side did not learn of it.
no-connection-worry = If a server was meant to run on { $host }, see that it runs, and that the connection begins with a `SYN`.
closed-port-why = A `RST` is the polite refusal. It tells the sender at once, instead of leaving it to wait and try again. A firewall that drops packets would give no answer at all.
closed-port-program-syn = The client's `connect()` fails with "connection refused". At the other end no program was involved, only the kernel.
closed-port-program = No program at this end was involved: the kernel refuses alone.
closed-port-likely = That nobody listens on port { $port } is the usual reason for such an answer; a firewall set to refuse would look the same.
closed-port-likely-again = Likely, not certain, for the reason given in { $first }.
closed-port-worry-first = If a server was meant to run on { $host }, start it, or check its address and port. If the port was closed on purpose, this is the right answer.
closed-port-worry = The right answer to a segment that nobody waits for.
reset-without-ack-first = Why `RST` and not `RST, ACK`: the refused segment, { $row }, carried `ACK`. Then the reset takes its sequence number from that segment's acknowledgement number ({ $raw }, { $hex }) and confirms nothing. A reset with `ACK` answers only segments that carry none, such as a `SYN`.
reset-without-ack = Its sequence number ({ $raw }, { $hex }) is the acknowledgement number of { $row }, so it needs no `ACK`.
reset-with-ack = Why `RST, ACK`: the refused segment, { $row }, carried no `ACK`, so there is no number to take over. The reset has sequence number { $raw } and confirms the segment instead (raw number { $ackRaw }).
rst-what = `RST` ends the connection at once, in both directions. Nothing more is confirmed or sent again; bytes still on their way are lost.
rst-why = The usual reasons: a program closed its socket while bytes lay unread in it, asked for a hard close, or crashed; or a segment came for a connection this side no longer knows.
reset-likely = Most likely { $cause }
reset-possible = Possibly { $cause }
reset-also = It could also be that { $cause }
reset-not-proven = The capture shows segments, not what the program did: causes are ranked by what speaks for them, none is proven.
reset-because-unread = { $reason ->
    [only-fin] the program at { part-sender } closed its socket, or ended, with unread bytes in it: { $rows } had brought bytes, and since then it had only shut down its sending direction (`FIN`). Closing over unread bytes resets, so that the other side learns that they were lost.
    [data-unanswered] the program at { part-sender } closed its socket, or ended, with unread bytes in it: { $rows } had brought bytes, and it said nothing since. Closing over unread bytes resets, so that the other side learns they were not read.
   *[data-answered] the program at { part-sender } closed its socket with unread bytes in it; { $rows } had brought some, though it had answered since.
  }
reset-because-gave-up = the kernel of { part-sender } gave the connection up: no answer to what it asked in { $rows } reached it.
reset-because-fast-closed = { $reason ->
    [own] the whole Multipath TCP connection was broken off, with all its subflows: the reset says so itself, with `MP_FASTCLOSE`.
   *[asked] { part-receiver } broke off the whole Multipath TCP connection (`MP_FASTCLOSE` in { $rows }), and the kernel of { part-sender } answers that with a reset, as it should.
  }
reset-because-aborted = { $reason ->
    [nothing-unread] the program at { part-sender } asked for a hard close (a linger time of 0): after { $rows } nothing shows that could have lain unread, and the numbers are the next in line.
   *[numbers-in-line] the program at { part-sender } asked for a hard close (a linger time of 0); the numbers are the next in line after { $rows }.
  }
reset-because-after-close = { $reason ->
    [fin-sent] nobody was left to take what came: { part-sender } had closed ({ $rows }), and its kernel refuses what arrives then ({ $refused }).
    [fin-confirmed] nothing was left of the connection: { part-sender } had closed ({ $rows }), and with the confirmation in { $refused } it was over. Its kernel refuses what arrives behind that; what that was is not in this capture: a packet that the network doubled or held up, for instance.
   *[reset-sent] the connection was gone: { part-sender } had reset it before ({ $rows }), and its kernel refuses what was still on its way ({ $refused }).
  }
reset-because-unknown = { $reason ->
    [was-reset] the connection was gone for the kernel of { part-sender }: { $rows } had reset it, and what came after that belonged to nothing.
    [half-open-peer] the two ends did not agree: { part-sender } was only opening this connection, and { $rows } speaks of an older one that { part-receiver } still knew. The reset clears it away.
    [refuses-syn-ack] the kernel of { part-sender } knew nothing of the connection that { $rows } accepts: the request was given up, or did not come from that kernel at all, as in a scan.
   *[other] the kernel of { part-sender } knew no such connection: it takes its number from { $rows }, as an end without a connection does. The computer or its program was started anew, or had given up. (A packet filter that refuses in its name does the same.)
  }
reset-because-queue-full = there was no room for one more connection: { part-sender } had accepted just before ({ $refused }), so it knew this one, and its kernel refuses the third step ({ $rows }), as the queue of those that wait for `accept()` is full. So it is where it is set to refuse then (`tcp_abort_on_overflow` in Linux), and not to let the other side try again. (A packet filter that refuses in its name does the same, and so does a kernel where nobody listens any more.)
reset-because-listener-closed = the program at { part-sender } closed the socket on which it listened, or ended: its kernel resets all connections that wait there for `accept()`, this one and at the same moment those of { $rows }, and on none of them had the program said anything.
reset-because-middlebox = it was not { part-sender } but { $goesOn ->
    [only] a packet filter (a firewall), on its computer or on the way,
   *[no] a device on the way
  } that sent it: { $signs ->
    [0] {""}
    [one] { $sign ->
        [ttl] its TTL
        [ip-id] its IP identification
       *[sequence] its sequence number
      } is out of line with { $rows }
   *[other] several of TTL, IP identification and sequence number are out of line with { $rows }
  }{ $goesOn ->
    [no] .
    [only] { part-sender } goes on in { $rows } as though nothing had happened.
   *[too] , and { part-sender } goes on as though nothing had happened.
  }
rst-headline-ignored = { part-sender } sends a reset that ends nothing
rst-ignored-what = `RST` would end the connection at once, but this one did not: { $by ->
    [challenge] { $row } answers it with an acknowledgement that says nothing new, and only an end that still has the connection sends one.
   *[confirms] { $row } confirms bytes that were sent after it, so the connection goes on.
  }
rst-outside-what = `RST` would end the connection at once, but this one does not: its number lies outside what { part-receiver } has room for, and there it is thrown away without an answer.
rst-ignored-number = Most likely its number is the reason: it stands for { $seq } in the frame, and with { $row } the other side waited for { $expected }. A receiver obeys a reset only if it has the number that it waits for. One further on, inside its window, it answers with an acknowledgement (a challenge ACK): a sender that means it sends the reset again with that number. Any other it throws away.
rst-ignored-lost = It has a number that would be obeyed, so most likely it did not arrive, or arrived damaged.
rst-ignored-damaged = Its checksum is wrong: a receiver throws such a segment away before it looks at its flags.
rst-ignored-undelivered = It did not arrive: an ICMP error reports that it got no further.
rst-ignored-program = No program learns of it.
rst-headline-damaged = { part-sender } sends a reset that is damaged
rst-headline-undelivered = { part-sender } breaks the connection off, and the other side does not learn of it
rst-undelivered-what = `RST` would end the connection at once, in both directions, but this one does not arrive: at { part-receiver } nothing ends with it.
rst-damaged-what = `RST` would end the connection at once, but this one is damaged: at { part-receiver } nothing ends with it.
rst-vain-what = `RST` would refuse the request in { $row }, but this one does not: { part-receiver } is in `SYN-SENT`, and there a reset counts only if it confirms the `SYN`. It is thrown away, and the request stands.
rst-vain-number = To confirm the `SYN`, the acknowledgement number in the frame would have to be { $expected }, the next after { $row }; it is { $ackRaw }.
rst-vain-no-ack = To confirm the `SYN`, it would need the `ACK` flag and the acknowledgement number { $expected } in the frame. It has no `ACK`.
rst-vain-why = A port that is closed refuses with the right number, which is in the `SYN`. So this reset belongs to something else: an older connection of these ports, a device on the way that reckons wrongly, or a forger who has not seen the `SYN`.
rst-vain-shown = { $row } shows it: { $by ->
    [again] { part-receiver } asks again.
   *[accepted] the request is accepted.
  }
rst-vain-program = No program learns of it: `connect()` at { part-receiver } goes on waiting.
rst-vain-certainty = Its number lies { $beyond ->
    [one] one byte
   *[other] { $beyond } bytes
  } behind the `SYN`. Should rows be missing from the capture in which { part-receiver } sent these, the connection was open by then, and this reset ended it.
rst-headline-older = { part-sender } refuses { $row }: it is of another connection
rst-older-what = This `RST` does not end the connection that { part-sender } is opening. It refuses { $row }, whose acknowledgement number is not of its `SYN`, and clears away at { part-receiver } what is left of an older connection; meanwhile { part-sender } stays in `SYN-SENT`.
rst-older-program = { $reached ->
    [kernel] Kernels alone: no program at { part-receiver } has the older connection any more.
   *[program] At { part-receiver }, should a program still have the older connection, its next `recv()` or `send()` fails with "connection reset".
  } At { part-sender } the kernel acts alone, and `connect()` goes on waiting.
rst-payload-text = It carries { $bytes } of payload: { $text }.
rst-payload-begins = It carries { $bytes } of payload. They begin: { $text }.
rst-payload-binary = It carries { $bytes } of payload that { $len ->
    [one] does not read as text: { $start }.
   *[other] do not read as text. They begin with the bytes { $start }.
  }
rst-payload-uncaptured = It carries { $bytes } of payload, but none of them were captured.
rst-payload-why = A reset may carry bytes that say why it was sent; no standard says in which form. No `recv()` returns them.
rst-headline-over = { part-sender } sends a reset when the connection is over
rst-headline-again = { part-sender } sends a reset once more
rst-what-again = Another `RST`: the connection had ended before, so this one changes nothing.
rst-what-over = `RST` would end the connection at once, but at { part-receiver } it had ended before: this one changes nothing.
rst-what-waiting = `RST` would end the connection at once, but both sides had closed it before. In `TIME-WAIT` { part-receiver } only waits for what may come late; that wait may end now.
rst-program = { $reached ->
    [waiting] No program at { part-receiver } learns of it: it had closed its socket already.
    [connecting] At { part-receiver } `connect()` fails with "connection refused".
    [opening] No program at { part-receiver } learns of it: the connection was not open there yet, and `accept()` had not returned for it.
    [unheard] No program at { part-receiver } learns of it: it did not get there.
    [nothing] No program at { part-receiver } learns of it: nothing is left there that could be reset.
    [kernel] Most likely no program at { part-receiver } learns of it: it had closed its socket already, and its kernel forgets the connection now. One that had only shut down its sending direction gets "connection reset".
    [expired] Most likely no program at { part-receiver } learns of it: its next probe was due { $wait } after { $probe } and did not come. So its kernel had given up by then, as `TCP_USER_TIMEOUT` makes it, and a call there had failed with "connection timed out" (`ETIMEDOUT`); or that computer was gone.
   *[program] At { part-receiver } the next `recv()` or `send()` fails with "connection reset".
  } { $by ->
    [other] No program at { part-sender } learns of it: there the connection is open still.
    [forged] At { part-sender } no program takes part: if { part-sender } did not send it, nothing changes there.
    [unknown] At { part-sender } most likely the kernel acts alone: it has no such connection.
    [unaccepted] At { part-sender } most likely the kernel acts alone: `accept()` had not returned for this connection.
    [kernel] At { part-sender } most likely no program asked for it: the next `recv()` or `send()` there fails, on Linux with "connection timed out" (`ETIMEDOUT`), or with the error that ICMP had reported before.
    [closed] At { part-sender } the kernel acts alone: its program had called `close()`, or ended, before.
   *[own] At { part-sender } the program called `close()`, or ended, or the kernel acted alone.
  }
rst-certainty = Which of these reasons it was, the capture does not show.
rst-worry-after-close = The bytes of { $row } are lost: nobody was left to read them. A program that wants to hear the other side out ends its own direction with `shutdown()`, reads to the end, and calls `close()` then.
rst-worry = An orderly end would have been `FIN`. Worth a look if bytes were still expected.

## Keep-alive, window update, zero-window probe

keep-alive-headline = { part-sender } asks whether the other side is still there
keep-alive-what = A keep-alive: a segment that is old on purpose, so that the other kernel must answer with its acknowledgement.
keep-alive-how = Its number { $seq } lies one before the next byte to be sent, and it has { $len ->
    [one] { $len } byte
   *[other] { $len } bytes
  } of payload: nothing new.
keep-alive-why = Without traffic neither side would notice that the other has gone. Many systems ask after a long silence if the program turned this on.
keep-alive-program = The kernel alone. The program only set the option `SO_KEEPALIVE` at some time.
keep-alive-worry = Harmless as long as it is answered.
keep-alive-worry-silent = Once without an answer, it may have been lost. Again and again, the other side or the way to it is gone.
unmarked-keep-alive = Wireshark does not mark it: nothing that its sender said before is in the capture. What shows it is { $row }, which confirms byte { $seq } though this row does not carry it. So its sender had gone further than this number says.
unmarked-keep-alive-old = Wireshark does not mark it: nothing with bytes that its sender said before is in the capture. What shows it is { $row }, which had confirmed byte { $seq }: its sender would go on behind that.
unmarked-keep-alive-again = Wireshark does not mark it: nothing that its sender said before is in the capture. What shows it is { $row }, the same zero byte again after a long silence.
unmarked-keep-alive-likely = The capture may also have missed a segment with byte { $seq } between the two.
window-update-headline = { part-sender } has room again
window-update-headline-first = { part-sender } tells how much room it has
window-update-headline-smaller = { part-sender } has less room than it had said
window-update-smaller = The window became smaller although nothing new is confirmed. A receiver should not take back room that it has announced, but a sender must be prepared for it.
window-update-what = Nothing newly confirmed, only a new window: { $window } bytes may be under way from now on.
window-update-how = The acknowledgement number, { $ack }, is that of { $row }; the window was { $before } and is now { $window }.
window-update-reports = What it was sent for is not the window: a receiver answers at once when bytes { $report ->
    [hole] arrive behind a hole, so that the sender learns what is missing
   *[twice] arrive twice, since that looks like a lost confirmation
  }.
window-update-reports-program = The kernel alone. That its window is another one need not mean that the program called `recv()`: a kernel also gives more room when it sees how fast bytes come, and less while it holds some back.
window-update-program = Most likely the program called `recv()` and took bytes out of the kernel's buffer. The kernel then announced the free room.
zero-window-headline = { part-sender } has no room for more
zero-window-over = { $row } says that there is room again, after { $delay }.
zero-window-program = Most likely the program at { part-sender } takes less than comes: it calls `recv()` too seldom, or for too few bytes, and its kernel's buffer is full.
zero-window-worry = Once is no harm. Often, or for long, the receiving program is what is slow, not the network.
zero-window-probe-headline = { part-sender } asks whether there is room again
zero-window-probe-what = A zero-window probe: { $len ->
    [0] a segment without payload and with an old number
    [one] one byte
   *[other] { $len } bytes
  } sent into a window that was closed.
zero-window-probe-why = The notice that there is room again may be lost. So that both sides do not wait for ever, the sender asks from time to time.
zero-window-probe-program = The kernel alone. Until room is found, the sending program may be held in `send()`.
zero-window-probe-worry = The program at { part-receiver } reads more slowly than the other writes.

## Segments whose length does not show

partial-headline = { $by ->
    [sample] { part-sender } sends a segment, of which a sample was taken
   *[fragment] { part-sender } sends a segment, of which only the first fragment is here
  }
partial-what = { $by ->
    [sample] A device on the way copied the beginning of this packet, one of many, and reported it by sFlow. How many bytes of payload the segment has, the sample does not say.
   *[fragment] The IP datagram was cut into fragments, and the capture did not keep all of this first one. It cannot be put together, so how many bytes of payload the segment has does not show.
  }
partial-payload = The beginning of its payload lies in { part-place } of { part-whole }.
partial-payload-text = The beginning of its payload lies in { part-place } of { part-whole }: { $text }
partial-ack = { $field } says: I have everything before byte { $ack }.
partial-not-judged = Without its length nobody can say with which byte its sender goes on. Wireshark does not judge such a segment either.
partial-program = `send()` at { part-sender }.
malformed-what = { part-sender } sends a segment that nobody can read: its data offset, which says where the header ends, is wrong.
malformed-program = Most likely none learns of it: a kernel drops such a segment without an answer.

## Segments without ACK

without-ack-headline = { $flags ->
    [none] { part-sender } sends a segment without any flag
   *[other] { part-sender } sends a segment without `ACK`
  }
without-ack-what = In a connection every segment but the first `SYN` and some resets has the flag `ACK`. This one has not, so it confirms nothing, and a receiver that has the connection drops it.
without-ack-why = A port on which a program listens drops it, too, and a closed one answers with `RST`. So scanners send such segments to learn which ports are open{ $flags ->
    [none] {" "}(null scan)
    [fin] {" "}(FIN scan)
    [xmas] {" "}(Xmas scan)
   *[other] {""}
  }.
without-ack-program = Most likely a program built the packet by hand and sent it through a raw socket, past its own kernel's TCP. No program at { part-receiver } learns of it.
without-ack-worry = No correct TCP sends a segment without `ACK` here: a scan, a test, or a packet built by hand.{ $refused ->
    [yes] {""}
   *[no] {" "}Its receiver drops it.
  }
built-by-hand-program = Most likely a program built the packet by hand and sent it through a raw socket, past its own kernel's TCP.
unasked-program = Either the kernel of { part-sender } keeps a connection of which { part-receiver } knows nothing, or a program built the packet by hand and sent it through a raw socket, as scanners do to learn what refuses it{ $scan ->
    [ack] {" "}(ACK scan)
   *[fin] {""}
  }.
scan-no-connection = Nothing with `ACK` or `SYN` comes between these two ports: most likely there is no connection to which it could belong.

## Names: who is who

introduction-headline = { part-sender } introduces itself as { $name }
rename-headline = { $before } takes the name { $name }
rename-why = From here on the server has { $name } where it had { $before }: whatever comes from port { $port } is from { $name }.
introduction-why = From here on this connection speaks for { $name }: whatever comes from port { $port } is from { $name }.
introduction-confirmed = That { $name } is a name shows in { $row }, where it is used as one.
introduction-likely = That { $name } is a name is read from how the programs go on; the segment itself does not say so.
speaker-known = We know it is { $name } by the port, { $port }: this connection introduced itself in { $row }.
listener-known = It goes to { $name }: port { $port } introduced itself in { $row }.
greeting-repeats = It repeats the name given in { $row }: of its { $len } bytes { $nameBytes } are { $name }, the other { $rest } are the program's own.

## Messages passed on

relay-in-headline = A message that is passed on to somebody else
relay-in-headline-named = { $giver } hands over a message for { $takers }
relay-in-headline-several = { $giver } hands over messages that go to { $takers }
relay-in-headline-all = { $giver } hands over a message that goes to { $takers }
relay-out-headline = The message of { $row } is passed on
relay-out-headline-named = The message of { $row } is passed on to { $taker }
relay-passed-on = { part-receiver } passes it on in { $row }, { $delay } later, on another connection.
relay-passed-on-named = { part-receiver } passes it on in { $row }, { $delay } later, on the connection of { $taker }.
relay-as = There it reads: { $text }.
relay-also = The same message also goes out in { $rows }.
relay-echo-headline = A message that comes back to its sender
relay-echo-out-headline = The message of { $row } goes back to its sender
relay-echo = { part-receiver } sends it back in { $row }, { $delay } later.
relay-echo-too = Its sender gets it back, too, in { $row }.
relay-echo-from = It sends the message of { $row } back to its sender, { $delay } after it came in.
relay-confirmed-later = All that happens before { $row } confirms it.
relay-came-from = It passes on the message of { $row }, which came in { $delay } before on another connection.
relay-came-from-named = It passes on the message of { $row }, which { $giver } handed over { $delay } before on another connection.
relay-cut = Cut off in front: { $text } ({ $bytes }).
relay-cut-behind = Cut off behind: { $text } ({ $bytes }).
relay-added = Put in front: { $text } ({ $bytes }).
relay-added-behind = Put behind: { $text } ({ $bytes }).
relay-sum = The lengths agree: { $cut ->
    [0] { $lenIn } + { $put } = { $lenOut }.
   *[other] { $put ->
        [0] { $lenIn } − { $cut } = { $lenOut }.
       *[other] { $lenIn } − { $cut } + { $put } = { $lenOut }.
      }
  }
relay-unchanged = The message was passed on unchanged.
relay-program = Between { $row } and this one the program ran: `recv()` on one socket, a decision to whom the message goes, `send()` on another. TCP itself never carries bytes from one connection to another.
relay-likely = That it is the same message is likely, not proven: both carry { $text }, one soon after the other.
relay-possible-in = Possibly it is passed on in { $row }: both carry { $text }, which may be chance.
relay-possible-out = Possibly it passes on something of { $row }: both carry { $text }, which may be chance.
relay-confirmed-late = The message of { $message } had been passed on in { $relayed } already, { $delay } before this confirmation. Confirming and passing on are separate jobs: the first is the kernel's, the second the program's.
relay-arrived = So the message of { $message }, passed on in { $relayed }, has reached the computer it was meant for.
relay-arrived-named = So the message of { $message }, passed on in { $relayed }, has reached the computer of { $name }.

## The conversation: proxies, caches, passwords, floods

talk-passed-on = Passed on to { $takers }, { $count ->
    [one] { $delay } later.
   *[other] the first copy { $delay } later.
  }
talk-echo-only = Sent back to its sender { $delay } later.
talk-echo = Its sender gets it back, too.
talk-missed = Connected, and not sent it: { $names }.
talk-ambiguous = Which of several equal messages it passes on cannot be told.
talk-certainty = That it is the same message is { $certainty ->
    [likely] likely
   *[possible] possible
  }, not proven.
talk-header-cut = Header lines taken out: { $text } ({ $bytes }).
talk-header-added = Header lines put in: { $text } ({ $bytes }).
talk-lines-left-out = Not shown here: { $lines } more lines and { $facts } more facts. `tcpexplain messages` and `tcpexplain follow --session` print all.
talk-rows-left-out = What was said in rows that are not explained here is left out. `tcpexplain messages` and `tcpexplain follow --session` print all.
talk-cache = Answered from a cache: the request of { $request }, in { $answer }. The same bytes had come in { $origin }, and nobody was asked in between.
talk-cache-asked = It is answered from a cache in { $answer }: nobody was asked in between, and the same bytes had come in { $origin }.
talk-cache-answer = It answers { $request } from a cache: nobody was asked in between, and the same bytes had come in { $origin }.
talk-cache-likely = That a cache answers is likely, not proven.
talk-upstream = { $upstream } { part-unreachable } ({ $rows }), asked because of { $request }.
talk-upstream-asked = To answer it, { $upstream } had to be asked, but { $upstream } { part-unreachable } ({ $rows }).
talk-upstream-attempt = The connection is wanted because of { $request }: to answer it, { $upstream } must be asked.
talk-upstream-answer = It answers { $request }, for which { $upstream } was to be asked: that one { part-unreachable }.
talk-upstream-told = The client was told in { $rows }.
talk-upstream-told-status = The client was told in { $rows }, with status { $status }.
talk-upstream-silent = The client was told nothing.
talk-proxy-passes = A proxy passes this { part-exchange } on in { $row }, { $delay } later, on another connection.
talk-proxy-passed = It passes on the { part-exchange } of { $row }, which came in { $delay } before on another connection.
talk-proxy-likely = That it is the same message is likely, not proven.
talk-password = It holds a password in clear text: whoever sees the packets on their way can read it.
talk-password-of = It holds the password of { $user } in clear text: whoever sees the packets on their way can read it.
talk-password-masked = Asterisks stand in its place here; `--show-secrets` shows it.
talk-credential = A password in clear text in { $rows } ({ part-credential }), { part-outcome }.
talk-credential-of = The password of { $user } in clear text in { $rows } ({ part-credential }), { part-outcome }.
talk-credential-is = It is { $text }.
talk-flood = A flood on stream { $stream }: { part-flood }
talk-flood-of = A flood from { $sender } on stream { $stream }: { part-flood }
talk-flood-begins = A flood begins here: { part-flood }
talk-twice = Stream { $first } ({ $firstEnds }) and stream { $second } ({ $secondEnds }) are { $certainty ->
    [certain] one connection
    [likely] most likely one connection
   *[possible] possibly one connection
  }, { $translated ->
    [yes] captured on both sides of something that translates addresses or ports.
   *[no] captured at two places.
  }
talk-left-out = Beyond the memory for messages, and so not told: { $what ->
    [bytes] { $bytes } bytes of { $streams ->
        [one] one stream
       *[other] { $streams } streams
      }
    [messages] { $messages ->
        [one] one message
       *[other] { $messages } messages
      }
   *[both] { $bytes } bytes of { $streams ->
        [one] one stream
       *[other] { $streams } streams
      }, { $messages ->
        [one] one message
       *[other] { $messages } messages
      }
  }.

## HTTP, by its looks

http-headline-request = { part-sender } sends what reads as an HTTP request: { $text }
http-headline-status = { part-sender } sends what reads as an HTTP answer: { $text }
http-request = Its first line reads as an HTTP request line: method, target, version. Only the text says so; a port proves nothing.
http-status = Its first line reads as an HTTP status line, the beginning of an answer.
http-answers-itself = The request before it, { $row }, came from the same side. So { part-sender } "answers" its own request: a conversation played by one end, not two programs talking.

## The frame around the segment

padding-first = The frame has { $frame } bytes though only { $needed } are used: an Ethernet frame has at least 60 (without its checksum), so the sender filled it up. { $count ->
    [one] The last byte is padding, not payload; the IP header's total length tells them apart.
   *[other] The last { $count } bytes are padding, not payload; the IP header's total length tells them apart.
  }
padding-again = { $count ->
    [one] The last byte of the frame is Ethernet padding, not payload.
   *[other] The last { $count } bytes of the frame are Ethernet padding, not payload.
  }
frame-trailer = The frame has { $frame } bytes, { $padding } more than the IP packet in it needs: a trailer, not payload.
frame-holds-more = Behind this packet the frame holds others (an aggregate): segments in them count in their connections, and have no rows of their own.
captured-at-sender = The frame has only { $frame } bytes, fewer than the { $shortest } that Ethernet demands. { $certainty ->
    [possible] It was recorded before a network card filled it up, or where nothing does, as on a virtual network. So the capture may have been taken on the computer that sent it: { $host }.
   *[other] It was recorded before the network card filled it up, so most likely the capture was taken on the computer that sent it: { $host }.
  }
captured-at-sender-likely = Where the capture was taken is likely, not certain: an access point, whose wireless side knows no padding, and some drivers show such frames, too.
frame-fragments = It came in { $count } IP fragments, frames { $frames }. The row has the number of the frame that completed them; its bytes are those of the reassembled packet.
frame-inflated = It came compressed (IPComp, `DEFLATE`). Its bytes here are those of the packet decompressed; the frame was shorter.
cut-payload = Of its { $len } of payload the capture lacks { $missing ->
    [one] the last one
   *[other] the last { $missing }
  }.

## What the segment is wrapped in

layers-chain = From outside in, { part-whole } holds { $layers }.
layers-tunnel = So it is a tunnel: between { $source } and { $destination } the whole packet travels as payload of another.

## Checksums

offloaded-sum = The checksum field holds { $found }, which is not the checksum of the segment ({ $computed }) but the sum of the pseudo-header alone.
offloaded-sum-cut = The checksum field holds { $found }, the sum of the pseudo-header alone. What the checksum of the segment is cannot be told: the frame was cut.
offloaded-zero = The checksum field holds { $found }: it was not filled in. The right value would be { $computed }.
offloaded-why = The kernel leaves the checksum to the network card (checksum offload). A capture taken on the sending computer sees the segment before the card completes it, and on loopback nobody ever does.
offloaded-joined = The checksum field holds { $found }, which is not the checksum of the segment ({ $computed }). The segment is larger than one may be, and sums of this sender are right otherwise: most likely the receiving computer put several segments together before they were recorded (receive offload), and completed no sum for the result.
offloaded-again = The checksum, { $found }, is left to the network card, as in { $first }.
offloaded-worry = Not an error, although Wireshark may mark it as an incorrect checksum when told to check.
damaged-sum = The checksum field holds { $found }, but the bytes add up to { $computed }.
damaged-accepted = Yet { $acknowledgement } confirms { $row }, so the segment that arrived was intact: most likely the record was changed afterwards, its addresses for instance, or the sum was left to a network card.
damaged-accepted-other = The sum of { $row }, from the same sender, is wrong, too, and { $acknowledgement } confirms what it carries. So wrong sums are no sign of damage here: most likely the records were changed afterwards, their addresses for instance, or the sums were left to a network card.
damaged-all = Whether it was damaged on the way is only possible: no checksum of this sender nearby is right, so suspect the capture tool, or whoever changed the file afterwards.
damaged-one-side = Nothing that { part-receiver } sent is in the capture, so that it took the segment all the same cannot be excluded: damage on the way is likely, not proven.
damaged-program = No program at { part-receiver } learns of it: the kernel there looks at the checksum before anything else.
damaged-worry = A receiver throws such a segment away without an answer, and its sender must send it again. If many rows show this, suspect the capture tool or whatever changed the file.
damaged-worry-alone = A receiver throws such a segment away without an answer. If many rows show this, suspect the capture tool or whatever changed the file.

## Findings

same-sequence-headline = A new message that looks like an old one
same-sequence-differs = Its sequence number ({ $field }, in the frame { $raw }) is that of { $row }. But { $row } carried { $earlierLen }, this one { $len }, and they differ: first at byte { $at } of this payload.
same-sequence-why-first = A retransmission repeats the same bytes under the same number. These are other bytes, so it is a new message from a sender that did not move its number on. Most likely the packets are built by hand with a fixed number.
same-sequence-why = Other bytes under a used number: a new message, not a repetition, from the same sender that does not move its number on.
same-sequence-certain = Certain: both payloads are complete in the capture, and they differ.
same-sequence-likely = Likely, not certain: the payloads are not complete in the capture.
same-sequence-two-only = That the bytes differ is certain. What follows from it is only likely: two segments show it, and one of them may be somebody else's.
same-sequence-worry-first = A fault, if this were a real connection: the receiver would take the new bytes for old ones and drop them. The sender must add the length of each message to its sequence number.
same-sequence-worry = The sender's fault is the same as before: it does not count its bytes.
other-bytes-damaged-why = Most likely both were the same bytes when they were sent, and damage on the way changed some.
other-bytes-damaged = That somebody meant two texts is possible, no more: the checksum of { $row } is wrong, so a receiver throws that segment away and only one text is left.
other-bytes-single = Possible, no more: a single byte in an old place is also how some systems ask whether the other side is still there, and then any byte will do.
conflicting-headline = Other bytes for a place in the stream that was filled before
conflicting-differs = { $count ->
    [one] Byte { $from } of this direction was in { $row } already, with another value.
   *[other] Bytes { $from } to { $to } of this direction were in { $row } already, with other contents: they differ first at byte { $at } of this payload.
  }
conflicting-why = This sender does move its number on, so the segment is neither a repetition nor a new message. Two texts for one place come from a fault at the sender, from somebody who sends in its name, from an attempt to show a watcher other bytes than the receiver keeps, or from whoever changed the records afterwards, to hide what was said.
conflicting-worry = Which of the two texts a receiver keeps depends on its system: trust neither before you have looked at the receiving computer.
resent-damaged-headline = { part-sender } sends again what came damaged in { $row }
retransmission-headline = { part-sender } sends the same bytes again
retransmission-bytes = { $count ->
    [one] Byte { $from } of this direction had been sent before, in { $rows }
   *[other] Bytes { $from } to { $to } of this direction had been sent before, in { $rows }
  }{ $compared ->
    [all] , with the same contents.
    [some] ; as far as the capture kept them, the contents are the same.
   *[none] ; the capture kept too little to compare the contents.
  }
retransmission-new-bytes = Behind what is repeated it brings { $bytes } that no earlier row shows.
resent-beyond-headline = { part-sender } sends what Wireshark takes for a repetition
resent-beyond = The row that it repeats would lie farther back than this report looks. So whether there is one, whether the bytes are the same, and what asked for them, is not told here.
resent-beyond-program = A repetition is the kernel's own work: the program hands its bytes over once.
retransmission-unseen = { $where ->
    [capture] Its first copy is not in this capture: lost before it came here, or not recorded.
   *[beyond] Its first copy is not among the rows that this report looks at.
  } But the sender's clock in `TSval` is further here ({ $value }) than in { $row } ({ $earlierValue }), which carries later bytes. A sender makes later bytes later, so these had been sent before.
retransmission-other-id = The IP identification differs ({ $id } here, { $earlierId } there). So the sender made two packets; one packet recorded twice would have only one.
retransmission-other-clock = The sender's clock in `TSval` differs ({ $value } here, { $earlierValue } there). So the sender made two packets; one packet recorded twice would have only one clock value.
retransmission-one-packet = That it was sent twice is likely, not certain: the headers do not rule out one packet recorded twice.
retransmission-or-doubled = That its sender sent it twice is only possible: nothing in the headers tells the two apart, no row here asked for it, and it comes sooner than a timer of its sender runs out. The network may have doubled one packet on the way, or the capture.
retransmission-original-late = It was sent again: { $row } carries the same bytes, comes { $delay } later, and was sent before. { $by ->
    [clock] The sender's clock (`TSval`) tells.
   *[identification] The sender counts its packets (IP identification), which tells.
  }
retransmission-or-keep-alive = It may also be a keep-alive, which carries the last byte once more: then the confirmation of that byte is missing here. What a program writes is usually sent with `PSH`, and this has none.
retransmission-trigger = { $trigger ->
    [refused] It had been refused ({ $rows }), and its kernel tries again: some systems do so a few times.
    [unconfirmed] The answer to that, { $rows }, had not confirmed it, but was of another connection. Some kernels clear that away with a reset, and ask again without waiting for their timer.
    [asked-again] It was asked for: the request that it answers had come again ({ $rows }).
    [window-opened] The window had been closed, and { $rows } opened it: now the bytes that asked for room go out again, with others.
    [recovery] It is still repairing: { $rows } confirmed what it had repeated before, and so it goes on with what followed that.
    [syn-timeout] Most likely its timer ran out: { $delay } after { $earlier } no answer was there.
    [syn-ack-unanswered] Most likely its timer ran out: { $delay } after { $earlier } no answer was there. Or the request had come again, and is missing here: an answer to that would look the same.
    [syn-data-left] These bytes had come with the request{ $isFastOpen ->
        [yes] {" "}(TCP Fast Open)
       *[no] {""}
      }, and the answer, { $rows }, confirmed only the request: so they go out again.
    [too-big] Frame { $report } (ICMP) says that { $rows } was too big for a link on the way, and was dropped: { $mtu ->
        [0] a smaller packet would get further
       *[other] { $mtu } bytes is the most that gets further
      }. So its sender cuts the same bytes into smaller packets; this one has { $len } bytes, with its IP header.
    [duplicate-acks] It was asked for: { $rows } repeat the same acknowledgement. Three of these make a sender repeat at once instead of waiting for its timer (fast retransmit).
    [selective-acks] Most likely a selective acknowledgement set it off: { $rows } confirmed what lies behind it, but not this.
    [tail-loss-probe] Most likely a tail-loss probe: { part-silence }, so the sender repeated its last segment sooner than its timer would have done.
    [probe-or-timeout] { part-silence }, and this was the last that it had sent: its timer ran out, or a probe went out in the timer's place (tail-loss probe). The two look alike.
    [timeout] Most likely its timer ran out: { $delay } had passed since { $earlier }.
   *[unknown] What set it off does not show in the rows before it.
  }
retransmission-need = { $proof ->
    [acknowledged-before] It brought nothing new: { $row } had confirmed it before.
    [held-before] Most likely it brought nothing new: { $row } had named it as received (`SACK`). A receiver may throw away again what it holds so, but hardly ever does.
    [d-sack] Most likely it was not needed: { $row } reports its bytes as received twice (`D-SACK`).
    [this-copy] It was likely needed: the confirmation in { $row } echoes the clock of this copy, and nothing reports that the bytes came twice (`D-SACK`).
    [late-original] Most likely it was not needed: the first copy comes after all, in { $row }.
    [damaged-copy] It was likely needed: the checksum of { $row } is wrong, and a receiver throws such a segment away.
    [no-room] It was likely needed: as { $row } says (`Win=0`), the receiver had no room, and what comes then is thrown away.
    [undelivered] It was needed: { $row } got no further, as frame { $report } (ICMP) reports.
    [timestamps] It was not needed: the confirmation in { $row } echoes the clock of { $isFirst ->
        [yes] the first copy, so the first copy
       *[no] { $copy }, so that copy
      } had arrived.
   *[hole] It was likely needed: as { $row } shows, the receiver had what lies behind it, but not this.
  }
retransmission-worry-no-room = No sign of a bad network: the program at { part-receiver } takes the bytes more slowly than they come.
retransmission-worry-undelivered = Packets are not lost by chance here: somebody on the way says that they cannot pass. Until that ends, no repetition arrives.
retransmission-worry-too-big = Normal at the beginning: so a sender learns how big packets may be on this path (path MTU discovery). It becomes a fault where a firewall drops such reports: then big packets vanish without a word.
retransmission-why = These bytes were sent before, in { $row }, { $delay } ago.
retransmission-why-number = The number that its flag takes was sent before, in { $row }, { $delay } ago.
retransmission-why-unconfirmed = The sender had no confirmation, or saw signs of a loss.
retransmission-certainty = Whether the first copy was lost, or only its confirmation, the capture proves only where it shows both.
retransmission-worry = A single one is normal. Many of them mean a network that loses packets.
retransmission-worry-syn = A single one is normal. Many of them mean a network that loses packets, a packet filter that drops them, or a server whose queue of connections is full.
retransmission-worry-syn-data = Normal: before the handshake is complete a server takes bytes only with a Fast Open cookie that it knows. They cost no more time than they would have without.
retransmission-need-syn-data = It was needed: { $rows } confirms the `SYN` without the bytes that came with it, so the server had not taken them.
retransmission-worry-step = A single one harms nothing. Many of them mean a program that calls `accept()` too seldom, or a network that loses packets.
retransmission-worry-probe = No sign of a loss: while there is no room, a receiver throws the bytes of a probe away.
out-of-order-headline = Data that was overtaken on the way
out-of-order = It comes { $delay } behind { $row }, which was sent after it: { $by ->
    [clock] its sender's clock (`TSval`) is the earlier one here.
   *[identification] its sender counts its packets (IP identification), and this one has the lower number.
  }
out-of-order-copy = { $row } carried its bytes too, and was sent later: that one is the repetition, this is the original.
out-of-order-likely = Likely, not certain: a device on the way may have given the packets other identifications.
out-of-order-worry = The receiver puts bytes into their order again. Many late segments, though, can make a sender believe that some were lost.
captured-twice-headline = { $place ->
    [network] The same packet once more: the network doubled it
    [others] The same packet once more: most likely the network doubled it
   *[other] The same packet, recorded twice
  }
captured-twice = It is the packet of { $row }, recorded again { $delay } later: same numbers and same IP identification ({ $id }), which a sender gives only once.
captured-twice-no-id = It is most likely the packet of { $row }, recorded again { $delay } later: same numbers, { $place ->
    [router] and only the TTL differs, as a router leaves it.
   *[same-hop] and sooner than any sender repeats itself.
  }
captured-twice-place = { $place ->
    [router] The TTL is { $ttl } here and { $earlierTtl } there, and every router takes one off: the capture saw the packet on both sides of a router.
    [network] It did arrive twice{ $proof ->
        [answer] : { $report } answers this copy, though the first one was answered before.
        [reset] : { $report } refuses this copy, though the first one was what the connection waited for.
       *[d-sack] , as { $report } reports (`D-SACK`).
      } Nobody sent it again: most likely the network doubled it on the way.
    [others] The TTL is the same, { $ttl }. Most likely the network doubled it on the way, as it doubled the packet in { $report }.
   *[same-hop] The TTL is the same, { $ttl }: no router lies between the two places. A mirrored port, a bridge or a loopback interface shows packets so; seldom it is a network that delivers a packet twice.
  }
captured-twice-program = No call of its own: what { $row } tells of the programs happened once.
captured-twice-likely = Likely, not certain: there are no payload bytes to compare, or not all were captured.
captured-twice-worry = { $place ->
    [network] Its sender sent it once. A receiver throws the second copy away; many of them point to a loop or a faulty device on the way.
    [others] Its sender sent it once. A receiver throws the second copy away.
   *[other] Nothing was sent twice. Leave out one of the two copies when counting.
  }
delayed-ack-first = The confirmation of { $row } waited { $delay }. A receiving kernel holds a bare acknowledgement back for a moment: perhaps the program has something to send, and then both travel in one segment. Nothing came, so it went alone. { $certainty ->
    [possible] This may be such a delayed acknowledgement.
   *[other] This is most likely such a delayed acknowledgement.
  } The wait must stay under 500 ms.
delayed-ack = The confirmation of { $row } waited { $delay }: { $certainty ->
    [possible] possibly
   *[other] most likely
  } a delayed acknowledgement, as in { $first }.
delayed-ack-doubt = { $doubt ->
    [path] That it waited on purpose is only possible: no round trip of this connection is known, and the path may have taken as long.
    [slow] That it waited on purpose is only possible: kernels in use hardly ever hold back for more than 200 ms. The bytes may have come again, in a segment that is missing here, and been confirmed only then.
    [probe] That it waited on purpose is only possible: the last of these bytes may have come again (tail-loss probe), in a segment that is missing here.
    [room] That it waited on purpose is only possible: it also tells of more room. The bytes may have been confirmed before, in a segment that is missing here.
   *[none] That it waited on purpose is only possible: this capture does not show all that it would take to be sure.
  }
delayed-ack-certainty = The capture shows the delay, not the timer: that the kernel waited on purpose is the most likely reason.
delayed-ack-worry = Nothing to worry about: a receipt that comes later costs a moment, and no bytes.
nagle-wait = { $doubt ->
    [path] It comes { $delay } after { $held }, and as long after { $released }, which confirms that row, as the way to its sender and back takes ({ $path }).
   *[other] It goes out { $delay } after { $held }, at the moment in which { $released } confirms that row.
  } { $certainty ->
    [possible] Possibly
   *[other] Most likely
  } this is Nagle's algorithm: while a small segment is unconfirmed, a kernel collects further small writes, { $bytes } here, and sends them only then.
nagle-certainty = The capture shows the order, not the kernel's queue: the program may as well have written at this very moment.{ $doubt ->
    [path] {" "}Captured this far from the sender, a program that writes again after just that time looks the same.
    [room] {" "}Or the sender's congestion window had room for so much and no more.
    [answer] {" "}Or it answers { $asked }, which came meanwhile.
    [update] {" "}Or { $released } only tells of more room, and the bytes had been confirmed before, in a segment that is missing here.
   *[none] {""}
  }
nagle-worry = Each pair of small writes costs such a wait, worst when the other side delays its confirmations. Hand over all bytes in one `send()`, or set `TCP_NODELAY`.
silly-window = The window opens by { $opened } since { $row }, to { $window } bytes only: less than a full segment ({ $mss }) and less than half of the { $largest } it once was. A receiver should keep it shut until one of the two is free (silly window syndrome).
silly-window-worry = Small windows draw small segments, each with the headers of a full one. Most likely the program at { part-sender } reads a few bytes at a time.
midstream-why = The capture begins in the middle of this connection: no `SYN` of it was seen.
no-connection = No handshake comes before it, and the answer, { $row }, shows that { part-receiver } has no connection to which it could belong.
no-connection-heard = But there was one: { $field } sends back a clock of the other side, so { part-sender } had heard from it.
midstream-unknown = The initial sequence numbers are unknown; numbers count from the first ones seen. The window factors and the options agreed on are unknown too, and the states of both sides are only inferred.
cut-off-why = This is the rest of connection { $stream }: Wireshark counts what follows VNC's greeting as a stream of its own, and so does this report. The handshake is there.
cut-off-numbers = Nothing began here: numbers count from the first ones after the greeting, as in Wireshark, and window factors are not carried over.
reused-in-time-wait = With the earlier connection, whose last segment came { $delay } before, { part-receiver } { $sure ->
    [yes] is
   *[no] may be
  } still in `TIME-WAIT`, where late segments of that are caught. It may take a `SYN` all the same that is newer than all of them, and forget the old connection for it: { $by ->
    [clock] this one shows a later clock, { $now }, than any of them, { $before } at most.
   *[number] the number of this one, { $isn }, is higher than any of theirs, which end before { $end }.
  }
reused-ports = The same two ports were used by an earlier connection, which began in { $row }. This is a new one with new numbers.
conflicting-flags = { $flags }: these flags do not make sense together. No correct TCP sends them: a scan, a test, or a packet built by hand.
no-flags = No flag is set. No correct TCP sends such a segment: a scan, a test, or a packet built by hand.
malformed-header-headline = A segment whose header cannot be right
malformed-header = The data offset says { $words } words of 4 bytes. A header has at least 5, and must fit into the packet. So where the payload begins is unknown, and nothing is guessed.
malformed-option = Option { $kind } is malformed: { $reason ->
    [no-length] it ends before its length.
    [length-below-2] its length does not even count itself; nothing after it can be read.
    [beyond-header] it reaches beyond the header; nothing after it can be read.
    [wrong-length] its length is not one this option can have.
   *[other] it cannot be read as what its number says.
  }
time-back = Its time stamp is { $back } before that of { $row }, which stands before it: the clock was set back, or the records are not in the order of events. What is said of waiting times next to it may be wrong.
cut-frame = The capture kept only { $captured } of the frame's { $frame } bytes. What lies beyond is known by length only.
gap-before = Before it { $bytes } of this direction { $count ->
    [one] is
   *[other] are
  } missing from the capture: lost on the way, or not recorded.
gap-before-arrived = Before it { $bytes } of this direction { $count ->
    [one] is
   *[other] are
  } missing from the capture. { $count ->
    [one] It
   *[other] They
  } did arrive, as { $row } confirms, so the capture missed { $count ->
    [one] it
   *[other] them
  }.
acked-unseen = It confirms bytes that this capture never shows. { $certainty ->
    [certain] They did arrive, so the capture missed them.
   *[other] The capture missed them; or the reset was forged, and its number is made up.
  }
missing-or-fragments = Or the capture has them in pieces: { $count ->
    [one] one IP fragment of a TCP segment from { $src } to { $dst } is
   *[other] { $count } IP fragments of TCP segments from { $src } to { $dst } are
  } in it, and never the whole datagram.
acked-unsent = Its acknowledgement number is not to be believed: { part-receiver } had shown only the bytes before { $shown }, and { $row } later confirms fewer, of bytes that were sent only after this row. What was confirmed once is never taken back.
acked-unsent-why = A receiver answers such a segment with an acknowledgement and drops it. Such numbers come from packets built by hand, from a device on the way that rewrites them, or from another connection.
sacked-below-first = `SACK` names bytes that never were, with the numbers { $ranges } in the frame: { part-receiver } counts from a higher one, that of its `SYN`.
sacked-behind-end = `SACK` names bytes { $ranges }, but { part-receiver } never sent so many: its `FIN` in { $row } has a lower number.
sacked-unsent = `SACK` names bytes { $ranges }, but { part-receiver } had shown only those before { $shown }, and { $row } later asks for one of them: they had not arrived, and most likely had not been sent.
sacked-unsent-why = A sender ignores `SACK` blocks of bytes that it has not sent. A device on the way that rewrites sequence numbers, and not those inside the option, makes such blocks.
sacked-unshown = `SACK` says that bytes { $ranges } have arrived, too. The capture shows only those before { $shown } up to here: it missed the others, or the numbers are wrong.

## What Wireshark calls it

part-label-wrong = { $labels ->
    [one] The label is wrong here.
   *[other] The labels are wrong here.
  }
label-overruled = Wireshark calls this row { $shown }, because its sequence number was used before, in { $row }. Wireshark compares numbers, not bytes, and { $labels ->
    [one] the label is wrong here.
   *[other] the labels are wrong here.
  }
label-overruled-doubled = Wireshark calls this row { $shown }: it cannot tell that the network doubled { $row }, and that its sender sent nothing again. { part-label-wrong }
label-overruled-twice = Wireshark calls this row { $shown }: it takes the second record of { $row } for a second packet. { part-label-wrong }
label-overruled-late = Wireshark calls this row { $shown }, because other bytes had come shortly before it. But by its clock it was made after { $row }, so it is not late: it was sent again. { part-label-wrong }
label-overruled-order = Wireshark calls this row { $shown }, because other bytes had come shortly before it. But its bytes had come before too, in { $row }, so it is not late: it was sent again. { part-label-wrong }
label-overruled-overtaken = Wireshark calls this row { $shown }, by the order in which the rows came. But { $row } was sent after it: this segment is late, not repeated. { part-label-wrong }
label-retransmission = Wireshark calls it { $shown }: its numbers had been sent before.
label-resent-beyond = Wireshark calls it { $shown }: it takes the numbers for old ones.
label-resent-unseen = Wireshark calls it { $shown }: it takes the numbers for old ones. No row of this capture brought these bytes before.
label-fast-retransmission = Wireshark calls it { $shown }: sent again after repeated acknowledgements asked for it, without waiting for the timer.
label-spurious-retransmission = Wireshark calls it { $shown }: sent again although it had been confirmed already.
label-out-of-order = Wireshark calls it { $shown }: it came later than bytes with higher numbers, most likely by another way through the network, or sent again after a loss that this capture does not show.
label-reused-ports = Wireshark calls it { $shown }: a new connection between the same addresses and ports as an earlier one.
label-lost-segment = Wireshark calls it { $shown }: its number is higher than expected, so a segment before it was lost, comes later, or was not recorded.
label-resent-counted = Wireshark calls it { $shown }. No row of this capture brought these bytes before, but { $row } counts on behind them ({ $field }): they had been sent before that row. So this is a repetition whose first copy is missing here, or it was overtaken on its way.
label-ack-lost-segment = Wireshark calls it { $shown }: it confirms bytes that Wireshark had not seen up to here.
label-window-update-reports = Wireshark calls it { $shown }, since nothing but its window is new to Wireshark. It was sent for what it reports by `SACK`.
label-window-update = Wireshark calls it { $shown }: only the window has changed.
label-window-full = Wireshark calls it { $shown }: with this segment the sender has used up all the room the receiver announced, and must wait.
label-keep-alive = Wireshark calls it { $shown }: an old number, to make the other side answer.
label-keep-alive-scan = Wireshark calls it { $shown }: it counts the number of the `FIN` in { $row }, which its receiver dropped. This row has the very next number, and asks for nothing.
label-keep-alive-late = Wireshark calls it { $shown }, since its number is one too low. It was sent before { $row } took the next one, and asks for nothing.
label-keep-alive-ack-late = Wireshark calls it { $shown }, since it takes { $row } for a keep-alive. That was an acknowledgement that came too late.
label-keep-alive-ack = Wireshark calls it { $shown }: the answer to a keep-alive.
label-ack-lost-shown = Wireshark calls it { $shown }: it confirms bytes that Wireshark had not seen without a gap up to here. Rows of this capture carry all of them.
label-ack-lost-foreign = Wireshark calls it { $shown }: its acknowledgement number lies ahead of all that Wireshark had seen. It does not belong to this connection; nothing is missing.
label-ack-lost-keep-alive = Wireshark calls it { $shown }: it takes the number of { $row } for that of the next byte. But that is a { $question ->
    [zero-window-probe] zero-window probe
   *[keep-alive] keep-alive
  }, whose number is one too low; nothing is missing.
label-lost-keep-alive = Wireshark calls it { $shown }: it takes the number of the keep-alive before for that of the next byte. It is one too low; nothing is missing.
label-duplicate-ack-asks = Wireshark calls it { $shown }: the same acknowledgement again. It is a keep-alive, and reports no hole.
label-duplicate-ack-answers = Wireshark calls it { $shown }: the same acknowledgement again. It answers the keep-alive in { $row }, and reports no hole.
label-duplicate-ack-refused = Wireshark calls it { $shown }: the same acknowledgement again. No row shows a hole. Most likely it answers { $row }, of which it takes nothing, { $why ->
    [beyond] since that lies beyond its window
    [unsent] since that confirms bytes that it has not sent
   *[clock] since the clock in that is older than one it has seen (`TSval`)
  }: a receiver says then once more what it expects.
label-duplicate-ack-plain = Wireshark calls it { $shown }: the same acknowledgement again. A receiver sends one for every segment that arrives behind a hole, but no row shows a hole here.
label-duplicate-ack = Wireshark calls it { $shown }: the same acknowledgement again. A receiver sends one for every segment that arrives behind a hole; three of them ask for a fast retransmission.
label-duplicate-ack-challenge = Wireshark calls it { $shown }: the same acknowledgement again. Most likely it answers the reset in { $row }, whose number was not the one awaited: a challenge ACK. A sender that means it then sends the reset again, with this number.
label-duplicate-ack-multipath = Wireshark calls it { $shown }: the same acknowledgement again. It was sent for its Multipath TCP option, and reports no hole.
label-duplicate-ack-syn = Wireshark calls it { $shown }: the same acknowledgement again. It answers the `SYN` in { $row }, and reports no hole.
label-duplicate-ack-old = Wireshark calls it { $shown }: the same acknowledgement again. There is no hole: { $row } brought { $brought ->
    [bytes] bytes
   *[numbers] numbers
  } that had been confirmed before, and a receiver answers { $brought ->
    [bytes] old bytes
   *[numbers] these
  } by saying once more what it expects.
label-duplicate-ack-doubled = Wireshark calls it { $shown }: the same acknowledgement again. It was sent for bytes that came twice (`D-SACK`), and reports no hole.
label-zero-window = Wireshark calls it { $shown }: the receiver's buffer is full, and the other side must stop sending.
label-zero-window-over = Wireshark calls it { $shown }, by its window of 0. Here it stops nobody: the other side has sent its `FIN`, and nothing more can come.
label-zero-window-probe = Wireshark calls it { $shown }: a question whether there is room again.
label-zero-window-probe-ack = Wireshark calls it { $shown }: the answer to such a probe.

## Client and server, when no SYN shows them

roles-syn-ack = The `SYN` is missing, but the server's answer to it is there: { $server } sent it from port { $serverPort }, so { $client } is the client.
roles-shared-port = No `SYN` shows who opened the connection. { $server } is likely the server: several connections of this capture meet at its port { $serverPort }.
roles-port = No `SYN` shows who opened the connection. { $server } is likely the server: port { $serverPort } is the kind servers wait on, port { $clientPort } of { $client } the kind a kernel hands out.
roles-first-sender = No `SYN` shows who opened the connection, and the ports do not tell. { $client } is taken for the client only because it sends first here.

## Overview

overview-nothing = There is no TCP segment in this capture that can be explained.
overview-size = The capture holds { $segments ->
    [one] one TCP segment
   *[other] { $segments } TCP segments
  } of { $connections ->
    [one] one connection
   *[other] { $connections } connections
  }, recorded over { $span }.
overview-resumed = Wireshark counts { $count ->
    [one] one more, from { $rows } on: a `SYN`
   *[other] { $count } more, from { $rows } on: `SYN`s
  } that changed nothing, for the connection goes on with the numbers of before. Forged and late ones look like that.
overview-one-client = { $count ->
    [2] Both connections go
   *[other] All { $count } connections go
  } from { $client } to port { $port } of { $server }, the server.
overview-one-server = { $count ->
    [2] Both connections go
   *[other] All { $count } connections go
  } to port { $port } of { $server }, the server.
overview-message = In { $row } { $giver } writes to { $takers }: { $text }.
overview-more-messages = { $count ->
    [one] One more message is passed on in the same way.
   *[other] { $count } more messages are passed on in the same way.
  }
overview-refused = { $refuses ->
    [rejected] What asks for port { $port } of { $host } does not get there, for most likely a device on the way refuses it
    [request] { $when ->
        [from] From { $row } on nobody listens on port { $port } of { $host }
        [until] Up to { $row } nobody listens on port { $port } of { $host }
        [times] At times nobody listens on port { $port } of { $host }
       *[always] Nobody listens on port { $port } of { $host }
    }
   *[no-connection] { $when ->
        [always] There is no connection to port { $port } of { $host }
       *[other] Not all that goes to port { $port } of { $host } belongs to a connection there
    }
  }: { $count ->
    [one] a segment sent there is refused with `RST`.
   *[other] { $count } segments sent there are refused with `RST`.
  }
overview-refused-one = A segment to port { $port } of { $host } is refused with `RST` in { $row }.
overview-refused-more = So are segments to { $count ->
    [one] one more port
   *[other] { $count } more ports
  }, in the rows that this report looks at.
overview-scan = { $count ->
    [one] One segment from { $src } to { $dst } has flags
   *[other] { $count } segments from { $src } to { $ports ->
        [one] one port
       *[other] { $ports } ports
      } of { $dst } have flags
  } that no correct TCP sends (the first is { $row }): a scan, a test, or packets built by hand.
overview-unanswered = { $client } asks { $times ->
    [one] once
    [2] twice
   *[other] { $times } times
  } to open a connection to port { $port } of { $server }, and { $by ->
    [error] nothing but ICMP answers.
   *[nothing] nothing answers.
  }
overview-unanswered-many = { $count ->
    [one] One request to open a connection stays without an answer.
   *[other] { $count } requests to open connections stay without an answer.
  }
overview-unconfirmed = { $count ->
    [one] One request for a connection is accepted, but nothing of its client confirms that
   *[other] { $count } requests for connections are accepted, but nothing of their clients confirms that
  }: the third step of the handshake does not come in this capture.{ $many ->
    [yes] {" "}They come from { $hosts } addresses: so does a SYN flood, whose addresses are made up.
   *[no] {""}
  }
overview-icmp = By ICMP { $from } reports of { $rows } { $what }{ $reason ->
    [too-big] : what they carried must be sent again in smaller packets (path MTU discovery).
   *[other] .
  }
overview-silent = After { $row } nothing more comes from { $host }, the { $side ->
    [client] client
   *[server] server
  }, though it is asked again and again ({ $rows }).
overview-no-room = From { $row } to the end { $host }, the { $side ->
    [client] client
   *[server] server
  }, has no room for more, though it is asked for some ({ $rows }): its program does not read.
overview-names = { $count ->
    [one] One who takes part gives a name: { $names }.
   *[other] Those who take part give names: { $names }.
  }
overview-rename = In { $row } { $before } takes the name { $name }.
overview-echoes = { $count ->
    [one] One message is sent back to where it came from: { $in } comes in and { $out } goes back { $delay } later.
   *[other] { $count } times a message is sent back to where it came from; the first comes in with { $in } and goes back with { $out }, { $delay } later.
  }
overview-relays = { $count ->
    [one] One message is passed on from one connection to another: { $in } comes in and { $out } goes out { $delay } later.
   *[other] { $count } times a message is passed on from one connection to another; the first comes in with { $in } and goes out with { $out }, { $delay } later.
  }
overview-relays-possible = { $count ->
    [one] One row may pass something on; what it has in common with another may be chance.
   *[other] { $count } rows may pass something on; what they have in common with others may be chance.
  }
overview-open = { $all ->
    [1] Nobody closes the connection in this capture: neither `FIN` nor `RST` ends it.
   *[other] { $share ->
        [all] { $all ->
            [2] Nobody closes either connection in this capture: neither `FIN` nor `RST` ends them.
           *[other] Nobody closes any of the { $all } connections in this capture: neither `FIN` nor `RST` ends them.
          }
       *[some] { $count ->
            [one] One connection is still open at the end: neither `FIN` nor `RST` ends it.
           *[other] { $count } of the { $all } connections are still open at the end: neither `FIN` nor `RST` ends them.
          }
      }
  }
overview-half-closed = { $count ->
    [one] { $all ->
        [1] The connection is closed in one direction only.
       *[other] One connection is closed in one direction only.
      }
   *[other] { $count } connections are closed in one direction only.
  }
overview-closed = { $count ->
    [one] { $all ->
        [1] The connection is closed by both sides, { part-closed-order }
       *[other] One connection is closed by both sides, { part-closed-order }
      }
   *[other] { $share ->
        [all] { $count ->
            [2] Both connections are closed by both sides, { part-closed-order }
           *[other] All { $count } connections are closed by both sides, { part-closed-order }
          }
       *[some] { $count } connections are closed by both sides, { part-closed-order }
      }
  }
overview-unsettled = { $count ->
    [one] { $all ->
        [1] Nothing shows that all that was said in it arrived.
       *[other] Of one connection that both sides close nothing shows that all that was said in it arrived.
      }
   *[other] Of { $count } connections that both sides close nothing shows that all that was said in them arrived.
  }
overview-reset = { $count ->
    [one] { $all ->
        [1] The connection is { part-reset-how } by a `RST`.
       *[other] One connection is { part-reset-how } by a `RST`.
      }
   *[other] { $count } connections are { part-reset-how } by a `RST`.
  }

## One connection

connection-ends = { $client } (port { $clientPort }, the client) and { $server } (port { $serverPort }, the server): { $packets ->
    [one] one packet, { $first }.
   *[other] { $packets } packets, { $first } to { $last }.
  }
connection-handshake = It opens with a full handshake{ $order ->
    [kept] {" "}in { $delay }
    [repeated] {" "}in { $delay }, { $answered } after the SYN that was answered
   *[lost] {" "}(recorded out of order)
  }; the initial sequence numbers are { $client } (client) and { $server } (server).
connection-simultaneous = Both sides open it at the same time, with { $first } and { $second }: nobody listens, and client and server are only names of the sides. The initial sequence numbers are { $client } (client) and { $server } (server).
connection-self = Both ends are the same address and port: { $by ->
    [forged] what was recorded on a network can only be forged.
   *[self] a socket that is connected with itself. Client and server are one.
  }
connection-half-handshake = Only part of its handshake is in the capture.
connection-midstream = No handshake of it is in the capture.
pacing-own = { $time } passed without its program having more to send
pacing-quiet = { $time } passed in silence (its program had no more to send, or what it sent was lost before it came here)
pacing-receiver = { $time } passed without room in the other side's window
pacing-network = { $time } passed in waiting for confirmations
pacing-none = nothing shows that it had to wait
connection-resumed = It is the rest of connection { $stream }, which holds its beginning: the `SYN` in { $row } changed nothing, and its sender goes on with the numbers of before in { $next }. But Wireshark counts what follows a `SYN` with another number as a stream of its own, and so does this report; relative numbers count from that `SYN`, and may be very large.
connection-cut-off = It is the rest of connection { $stream }, which holds its handshake: Wireshark counts what follows VNC's greeting as a stream of its own.
connection-bytes = The client sends { $up } of payload, the server { $down }{ $again ->
    [yes] , what was sent again counted each time
   *[no] {""}
  }.
connection-name = { $side ->
    [client] The client
   *[server] The server
  } gives its name as { $name } in { $row }.
connection-stand-outs = { $part ->
    [some] Of its rows that were asked for Wireshark marks: { $counts }.
   *[all] Wireshark marks in it: { $counts }.
  }
part-stand-out = { $count } × { $name }
connection-rename = In { $row } { $side ->
    [client] the client
   *[server] the server
  } takes the name { $name }.
connection-pacing = { $part ->
    [rows] From { $first } to { $last } { $side ->
        [client] the client
       *[server] the server
      } sends
   *[whole] { $side ->
        [client] The client
       *[server] The server
      } sends
  } { $count } segments with data. While it did, { $waits }.
connection-cleared = Neither side closes it in good order: its ports are used again, and { $row } clears away what the other end still has of it.
connection-ending = { $ending ->
    [open] Nobody closes it in this capture.
    [continued] It goes on in { $cut ->
        [syn] connection { $in }: Wireshark counts what follows the `SYN` in { $row } apart, though that changed nothing.
       *[greeting] another stream: Wireshark counts what follows VNC's greeting apart.
      }
    [half-closed] { $seen ->
        [one] { $side ->
            [client] The client
           *[server] The server
          } closes its direction; what the other side did is not in the capture.
       *[both] Only { $side ->
            [client] the client
           *[server] the server
          } closes its direction.
      }
    [refused] There is no connection: what the client sends is refused with `RST`.
    [unreachable] There is no connection: what asks for it gets no further, as ICMP reports.
    [unanswered] There is no connection: nothing answers the request in this capture.
    [unconfirmed] It is not opened in this capture: the server accepts the request, and nothing of the client confirms that.
    [scan] There is no connection: nothing here has `ACK` or `SYN`, as in a scan.
    [closed] Both sides close it; { $side ->
        [client] the client
       *[server] the server
      } begins.
   *[reset] A `RST` { $by ->
        [other] in the name of
       *[own] from
      } { $side ->
        [client] the client
       *[server] the server
      } ends it.
  }
connection-unsettled = Nothing shows that all that { $side ->
    [client] the client
    [server] the server
   *[both] either side
  } said had arrived by then.

## Where the capture was taken

vantage-loopback = The capture was taken on a loopback interface: both ends are programs on the same computer, and no network lies between them.
vantage-unpadded = { $certainty ->
    [possible] The capture may have been taken on
   *[other] The capture was most likely taken on
  } { $host }{ $role ->
    [client] , the client's computer
    [server] , the server's computer
   *[none] {""}
  }. Its short frames are recorded with fewer than the 60 bytes that Ethernet demands (for instance { $rows }){ $certainty ->
    [possible] : before the network card filled them up, or on a virtual network, where nothing does. No short frame of the others shows which.
   *[other] , so before the network card filled them up; short frames from a cable come padded.
  }
vantage-offloaded = The capture was most likely taken on { $host }: the checksums of the segments it sends are not filled in yet ({ $rows }), because its network card does that later.
vantage-unrouted = The capture was most likely taken on { $host }{ $role ->
    [client] , the client's computer,
    [server] , the server's computer,
   *[none] {""}
  } or in its network: what it sends has a TTL or hop limit that systems begin with, and what all others send has come through a router, which took one off ({ $rows } show it).
vantage-near = Nothing in the frames shows on which computer the capture was taken. By their times it was most likely on { $host }{ $role ->
    [client] , the client's computer,
    [server] , the server's computer,
   *[none] {""}
  } or near it: there a step of the handshake is answered after { $own }, by the other side after { $other } ({ $rows }).
vantage-twice = { $part ->
    [some] Of the rows that this report looks at { $count ->
        [one] one records
       *[other] { $count } record
      }
   *[all] { $count ->
        [one] One row records
       *[other] { $count } rows record
      }
  } a packet a second time{ $count ->
    [one] {" "}({ $row })
   *[other] {" "}(the first is { $row })
  }: { $place ->
    [router] the capture was taken on both sides of a router.
   *[same-hop] the capture was taken at two places without a router between, or something doubles packets: a mirror port, or the network itself.
  } { $option } leaves such rows out.
vantage-unknown = Nothing in the frames shows where the capture was taken.

## What a capture cannot show

limits-observer = A capture shows segments, not the programs, sockets and timers behind them. What is said of calls such as `connect()` or `recv()` follows from the segments; it was not observed.
limits-midstream = { $count ->
    [one] One connection began before the capture: its window factor
   *[other] { $count } connections began before the capture: their window factors
  } and initial sequence numbers are unknown, and who is client and who is server is inferred.
limits-open = { $count ->
    [one] How the connection that is still open ended
    [2] How the two connections that are still open ended
   *[other] How the { $count } connections that are still open ended
  }, the capture does not show.
limits-other-frames = { $count ->
    [one] One frame holds
   *[other] { $count } frames hold
  } no TCP segment, or not the whole header of one, and { $count ->
    [one] is
   *[other] are
  } not explained.
limits-no-times = All frames have the same time stamp: how long anything took does not show, and a delay of 0 s in this report says nothing.
limits-cut-frames = { $count ->
    [one] One frame was
   *[other] { $count } frames were
  } not captured in full.
limits-filter = It was captured with { $count ->
    [one] the filter { $filters }
   *[other] the filters { $filters }
  }: what does not match is not in it, whether it belonged here or not.
limits-dropped = Whoever captured it notes in the file that { $count ->
    [one] one packet was
   *[other] { $count } packets were
  } dropped meanwhile: what is said to be missing may have been among them.
limits-fragments = { $count ->
    [one] One IP fragment of a TCP segment is
   *[other] { $count } IP fragments of TCP segments are
  } in the capture without the rest of the datagram, so no row tells what they carry: bytes said to be missing may lie there.
limits-no-handshake = { $connections ->
    [0] Some connections show only part of their handshakes: what was agreed on there may be missing.
    [one] One connection shows only part of its handshake: what was agreed on there may be missing.
   *[other] { $connections } connections show only part of their handshakes: what was agreed on there may be missing.
  }
limits-one-side = { $connections ->
    [0] Of some connections only one direction was captured
    [one] Of one connection only one direction was captured
   *[other] Of { $connections } connections only one direction was captured
  }: what answers what, and why, is not known there.
limits-gaps = { $connections ->
    [0] In some connections bytes are missing from the capture
    [one] In one connection bytes are missing from the capture
   *[other] In { $connections } connections bytes are missing from the capture
  } ({ $rows }): what is said there of waiting times and resets is only possible.
limits-giant = { $count ->
    [one] One row holds
   *[other] { $count } rows hold
  } more payload than fits one packet of its connection ({ $rows }): the network card cuts or joins packets (offloading), so packets on the wire were more, and their times others.
limits-checksums = The checksum of { $count ->
    [one] one row
   *[other] { $count } rows
  }{ $part ->
    [some] {" "}explained here
   *[all] {""}
  } cannot be verified, because bytes are missing.
limits-no-timestamps = { $connections ->
    [0] Some connections with segments sent again carry
    [one] One connection with segments sent again carries
   *[other] { $connections } connections with segments sent again carry
  } no timestamps: whether the first copy had arrived often cannot be told.
limits-rows-left-out = { $kept ->
    [examples] The rows explained are the beginning and examples of what stands out; { $count ->
        [one] one row is
       *[other] { $count } rows are
      }
   *[beginning] { $count ->
        [one] One row is
       *[other] { $count } rows are
      }
  } left out of this report because of its size limit: `--frames` asks for others, `--max-rows` for more.
limits-connections-left-out = { $count ->
    [one] One connection is
   *[other] { $count } connections are
  } not told about one by one, because of the same limit.

## What stands out: a few words for a table

stand-out-retransmission = Numbers that had been sent before come again.
stand-out-fast-retransmission = Sent again because repeated acknowledgements asked for it.
stand-out-spurious-retransmission = Sent again although it had been confirmed.
stand-out-out-of-order = Comes later than bytes with higher numbers.
stand-out-lost-segment = Bytes before it are not here: lost, late, or not recorded.
stand-out-ack-lost-segment = Confirms bytes that had not been seen up to there.
stand-out-window-update = Only the window changes.
stand-out-window-full = Uses up all the room that the receiver announced.
stand-out-keep-alive = An old number, to make the other side answer.
stand-out-keep-alive-ack = The answer to a keep-alive.
stand-out-duplicate-ack = The same acknowledgement again.
stand-out-zero-window-probe = Asks whether there is room again.
stand-out-zero-window = The receiver has no room: the other side must stop.
stand-out-zero-window-probe-ack = The answer to such a question.
stand-out-reused-ports = The addresses and ports of an earlier connection serve again.
stand-out-reset = Refuses a segment, or ends a connection at once.
stand-out-no-example = No row with it is explained here; { $option } explains the first.
stand-out-wrong = { $count ->
    [one] The label is wrong in { $row }.
   *[other] The label is wrong in { $count } of the rows explained here, first in { $row }.
  }

## Report: headings, column titles and captions of the written reports. Short: most stand in a table.

report-story = What happened
report-comments = Comments in the file
report-comment-of-frame = Frame { $frame }
report-more-comments = { $count ->
    [one] One more comment is not shown here
   *[other] { $count } more comments are not shown here
  } (Wireshark shows all with the display filter frame.comment).
report-vantage = Where it was captured
report-limits = What it cannot show
report-stand-outs = What stands out
report-count = How many
report-label = Wireshark calls it
report-meaning = Meaning
report-filter = Wireshark's filter
report-and-others = and others
report-and-more = { $count ->
    [one] and one more
   *[other] and { $count } more
  }
report-warn = Note
report-error = Damage
report-capture = Capture
report-fact-format = Format
report-fact-link = Link type
report-fact-captured-by = Captured by
report-fact-filter = Capture filter
report-fact-start = First frame
report-fact-resolution = Time stamps to
report-fact-duration = Lasts
report-fact-frames = Frames
report-fact-segments = TCP segments
report-fact-other = Other frames
report-fact-cut = Frames cut by the capture
report-hosts = Hosts
report-host = Host
report-macs = MAC address
report-ports = Ports
report-names = Who
report-roles = Role
report-sent = Sent
report-captured-here = captured here
report-connections = Connections
report-stream = No.
report-client = client
report-server = server
report-client-title = Client
report-server-title = Server
report-rows = Rows
report-packets = Packets
report-bytes-each-way = Bytes → / ←
report-handshake = Handshake
report-handshake-complete = complete
# The words of `summary` and of lab files, and what became of it.
report-handshake-partial = partial
report-handshake-absent = absent
report-handshake-refused = partial (refused)
report-handshake-unreachable = partial (unreachable)
report-handshake-unanswered = partial (unanswered)
report-ending = End
report-ending-open = still open
report-ending-unopened = not opened
report-ending-continued = goes on apart
report-ending-half-closed = half closed
report-ending-closed = closed
report-ending-reset = reset
report-told-syn = the SYN
report-told-syn-ack = the SYN-ACK
report-told-shared-port = a port many connections share
report-told-port = the port numbers
report-told-first-sender = who sent first
report-conversation = Conversation
report-from = From
report-to = To
report-said = Said
report-no-text = { $count ->
    [one] one byte, no text
   *[other] { $count } bytes, no text
  }
report-in-rows = { $count ->
    [one] row { $rows }
   *[other] rows { $rows }
  }
report-masked = A password, or what may be one, is masked here: the asterisks were not sent. `--show-secrets` shows it.
report-sequence = Sequence diagram
# For readers who cannot see the picture.
report-sequence-alt = One vertical line for each end of a connection, time running down; one arrow for each row, from sender to receiver. The packet list below holds the same rows as a table.
# $drawn and $all count rows.
report-ladder-left-out = The diagram shows the first { $drawn } of { $all } rows.
report-rows-skipped = { $count ->
    [one] Frame { $first } is not explained here.
   *[other] Frames { $first } to { $last } are not explained here.
  }
report-rows-left-out =
    { $count ->
        [one] One more row is beyond the report's limit and left out (--frames asks for others, --max-rows for more).
       *[other] { $count } more rows are beyond the report's limit and left out (--frames asks for others, --max-rows for more).
    }
report-connections-left-out =
    { $count ->
        [one] One more connection is beyond the report's limit and left out.
       *[other] { $count } more connections are beyond the report's limit and left out.
    }
report-packet-list = Packet list
report-number = No.
report-time = Time
report-source = Source
report-destination = Destination
report-protocol = Protocol
report-length = Length
report-info = Info
report-kind = Kind
report-kind-syn = SYN
report-kind-syn-ack = SYN-ACK
report-kind-handshake-ack = handshake ACK
report-kind-data = data
report-kind-ack = ACK
report-kind-fin = FIN
report-kind-rst = RST
report-kind-keep-alive = keep-alive
report-kind-window-update = window update
report-kind-zero-window-probe = zero-window probe
report-kind-without-ack = without ACK
report-kind-partial = partial segment
report-kind-malformed = malformed segment
report-marked = marked
report-explained = Row by row
# $frame is the row's number, as Wireshark counts.
report-row = Row { $frame }
report-aspect-what = What happened
report-aspect-how = How we know
report-aspect-why = Why
report-aspect-links = Before and after
report-aspect-program = In the program
report-aspect-certainty = How certain
report-aspect-worry = Verdict
# $time is a time span: "+46 ms" since the previous row of the same connection.
report-delta = +{ $time }
report-delta-back = −{ $time }
report-duration = { $time }
report-len =
    { $count ->
        [one] 1 byte
       *[other] { $count } bytes
    }
report-passes-on = passes on row { $frame }
# The five below are followed by row numbers: "answers 1".
report-link-answers = answers
report-link-answered-by = answered by
report-link-acknowledges = acknowledges
report-link-acknowledged-by = acknowledged by
report-link-same-sequence-as = same sequence number as
report-link-relayed-from = passes on
report-link-relayed-to = passed on in
report-labels = Wireshark calls it
report-states = States after it
report-references = Read
report-fields = Header fields
report-field = Field
report-checksum-good = (good)
report-checksum-offloaded = (left to the network card)
# $computed is the checksum that the bytes give.
report-checksum-damaged = (damaged: should be { $computed })
report-checksum-not-verifiable = (not verifiable: not all of the bytes were captured)
report-value = Value
report-layer = Layer
report-bytes = Bytes
report-bytes-left-out =
    { $count ->
        [one] One more byte is not shown.
       *[other] { $count } more bytes are not shown.
    }
report-part-link = link
report-part-network = IP
report-part-transport = TCP
report-part-options = TCP options
report-part-payload = payload
report-part-padding = padding
report-previous = Previous in this connection
report-next = Next in this connection
report-to-list = Back to the packet list
report-skip = Skip to the rows
