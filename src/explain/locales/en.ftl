
## Report: headings, column titles and captions of the written reports. Short: most stand in a table.

report-overview = Overview
report-story = What happened
report-vantage = Where it was captured
report-limits = What it cannot show
report-notices = Notices
report-warn = Note
report-error = Damage
report-capture = Capture
report-fact-format = Format
report-fact-link = Link type
report-fact-start = First frame
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
report-rows = Rows
report-packets = Packets
report-bytes-each-way = Bytes → / ←
report-handshake = Handshake
report-handshake-complete = complete
report-handshake-partial = partly seen
report-handshake-absent = not captured
report-ending = End
report-ending-open = still open
report-ending-half-closed = half closed
report-ending-closed = closed
report-ending-reset = reset
report-initial-rtt = Handshake time
report-roles-told = Roles told by
report-told-syn = the SYN
report-told-syn-ack = the SYN-ACK
report-told-shared-port = a port many connections share
report-told-port = the port numbers
report-told-first-sender = who sent first
report-sequence = Sequence diagram
# For readers who cannot see the picture.
report-sequence-alt = One vertical line for each end of a connection, time running down; one arrow for each row, from sender to receiver. The packet list below holds the same rows as a table.
# $drawn and $all count rows.
report-ladder-left-out = The diagram shows the first { $drawn } of { $all } rows.
report-rows-left-out =
    { $count ->
        [one] One more row was selected; it is beyond the report's limit and left out.
       *[other] { $count } more rows were selected; they are beyond the report's limit and left out.
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
report-aspect-worry = To worry?
# $time is a time span: "+46 ms" since the previous row of the same connection.
report-delta = +{ $time }
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
report-payload = Payload
report-flags = Flags
report-labels = Wireshark calls it
report-states = States after this row
report-references = Read
report-fields = Header fields
report-field = Field
report-value = Value
report-layer = Layer
report-bytes = Bytes
report-bytes-left-out =
    { $count ->
        [one] One more byte is not shown.
       *[other] { $count } more bytes are not shown.
    }
report-legend = Bytes by layer
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
