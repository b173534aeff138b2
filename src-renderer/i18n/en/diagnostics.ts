/** The checks of the connection, the current figures, and the report for support. */
export const diagnostics = {
  title: 'Diagnostics',
  lead: 'Checks each step between this computer and the held calls. No agent is signed in or out, and monitoring continues.',
  notSetUp: 'Setup is not complete',
  notSetUpTodo: 'Enter the address of your gateway or CC-CMS in setup, then come back to check it.',
  failed: 'The diagnostics could not be loaded.',
  loading: 'Loading the diagnostics…',

  tlsReason: 'The TLS library reports: {reason}.',

  steps: {
    title: 'Connection check',
    at: 'Checked at {time}',
    run: 'Run check',
    again: 'Run again',
    running: 'Checking…',
    state: {
      waiting: 'not checked yet',
      running: 'checking…',
      good: 'passed',
      failed: 'failed',
      skipped: 'could not check',
      'not-reached': 'not reached',
    },
    since: 'since {time}',
    last: 'at {time}',
    name: {
      address: 'Address',
      tcp: 'Connection',
      tls: 'Encryption',
      certificate: 'Certificate',
      'sign-in': 'Sign-in',
      'inspector-right': 'Inspector permission',
      'event-poll': 'Event polling',
      'hold-query': 'Held-call query',
      signature: 'Key and clock',
      'call-query': 'Call query',
      'agents-listed': 'Agents in the answer',
    },
    about: {
      address: 'Is the address valid, and does the host exist?',
      tcp: 'Does the port accept connections?',
      tls: 'Can a secure connection be established?',
      certificate: 'Is the server’s certificate trusted?',
      'sign-in': 'Is the current session valid?',
      'inspector-right': 'Is the account allowed to see other agents’ held calls?',
      'event-poll': 'Is the session being kept alive?',
      'hold-query': 'Does the gateway report an agent’s held calls?',
      signature: 'Does the CC-CMS accept the key, and the time of this computer?',
      'call-query': 'Is the key allowed to query calls, and does the CC-CMS answer?',
      'agents-listed': 'Does the answer include all monitored agents?',
    },
  },

  result: {
    running: 'Step {n} of {all}: {step}…',
    good: 'All checks passed.',
    stepsGood: 'All steps passed.',
    unseen:
      'All monitored agents are visible. | 1 of {all} monitored agents is not visible. See the Agents panel on the board for the reason. | {n} of {all} monitored agents are not visible. See the Agents panel on the board for the reasons.',
    partly:
      'All checks passed. | Every check that could be run passed. 1 check could not be run. | Every check that could be run passed. {n} checks could not be run.',
    failed: 'Check failed at step {n}: {step}.',
    paused:
      'This source is paused, so it is not checked. Resume it under Sources, then run the check again.',
    partlySources: 'Every check that could be run passed.',
    failedSources:
      'The check failed for no source. | The check failed for 1 of {all} sources: {list}. | The check failed for {n} of {all} sources: {list}.',
    pausedSources: 'Paused and not checked: {list}.',
  },

  facts: {
    resolved: '{host} resolves to {addresses}.',
    'is-ip': '{host} is an IP address, so no name lookup was needed.',
    'by-proxy': 'The connection goes through the proxy {proxy}, which looks up {host}.',
    connected: '{address} accepts connections on this port.',
    'proxy-connected': 'The proxy {proxy} accepts connections.',
    'proxy-unreachable':
      'The proxy {proxy} does not accept connections. Check the proxy settings of this computer, or ask your network administrator.',
    agreed: 'Negotiated {protocol}.',
    'signed-in': 'Signed in as {agentId}.',
    'agents-read': 'The sessions of {seen} of {all} agents can be read.',
    'signing-in': 'Sign-in is in progress. Run the check again in a moment.',
    'nobody-signed-in':
      'No account is signed in at this gateway, and the check does not sign anyone in. Complete setup through the sign-in step, or sign in under Sources, then run the check again.',
    'watch-paused':
      'Monitoring is paused, so the current state of the agents’ sessions is not known. Resume monitoring, then run the check again.',
    'right-shown': 'The gateway lets this account see other agents’ held calls.',
    'right-said': 'The gateway confirmed it at sign-in.',
    'right-not-told':
      'The gateway has not confirmed it, and no answer has shown it yet. Choose agents to monitor, then check the held-call query.',
    'no-right-needed': 'Not required. Each agent’s calls are read with that agent’s own session.',
    'poll-answered': 'The gateway answered. The session is being kept alive.',
    'poll-pending':
      'The first poll has not been answered yet. This can take up to ten seconds. Then run the check again.',
    'no-poll':
      'Polling is off. With a GUID from an administrator, polling would take events away from the agent’s own desktop.',
    held: 'Agent {agentId} has no calls on hold. | Agent {agentId} was checked and has 1 call on hold. | Agent {agentId} was checked and has {n} calls on hold.',
    'none-held': 'Agent {agentId} was checked and has no calls on hold.',
    'nobody-watched':
      'There is no monitored agent to check. Choose agents, then run the check again.',
    'no-agent-here':
      'Another source is answering for the monitored agents, and this gateway does not show the one that was tried. There is none to check here.',
    'needs-sign-in': 'Requires a signed-in session. See the sign-in step above.',
    'key-accepted': 'The CC-CMS accepts the key, and the time of this computer.',
    'key-unchecked': 'The key is being checked. Run the check again in a moment.',
    'no-key':
      'No key is in use for this CC-CMS, and the check does not try one. Enter the key in setup or under Sources, then run the check again.',
    'agents-answered': 'The CC-CMS answered. Agents: {agents}. Calls on hold: {n}.',
    'all-listed':
      'The answer includes the monitored agent. | The answer includes all {n} monitored agents.',
    'some-missing':
      'All {all} monitored agents are included: {agents} | 1 of {all} monitored agents is missing from the answer: {agents}. Check this ID, unless another source has the agent. | {n} of {all} monitored agents are missing from the answer: {agents}. Check these IDs, unless another source has the agents.',
    'none-listed':
      'None of the monitored agents is in the answer. Check the call center ID and the VDN of this source, and the agent IDs.',
    'needs-key': 'Requires a key that is accepted. See the step “Key and clock” above.',
  },

  certificate: {
    verified:
      'A certificate authority that this computer trusts has verified it. Valid until {until}.',
    pinned: 'This exact certificate was trusted for this address. Its expiration date is {until}.',
    untrusted:
      'It is not trusted for this address. Check the address in setup and compare the fingerprint.',
    changed:
      'It is not the certificate that was trusted for this address. Ask the administrator of the server before you trust it.',
  },

  blindSpots: {
    title: 'Limitations',
    'other-node':
      'Agents on other cluster nodes: “no calls on hold” may be wrong for them. Held calls can be read only on the inspector’s own node, and the gateway may give the same answer (code 400-003) for agents on other nodes.',
    'only-inspected':
      'Agents this account may not inspect: their state is not known. The full agent list (allagentstatus) was not available, and the list used instead (qualitycontrol/allagent) does not include them. If the gateway reports one of them as not signed in, that agent may be working on another node.',
    'only-signed-in':
      'Signed-out agents: who they are is not known. The full agent list (allagentstatus) was not available, and the list used instead (onlineagentonvdn) includes only signed-in agents. If the gateway reports another agent as not signed in, that agent may be working on another node.',
    'guid-node':
      'Agents with a GUID from an administrator, if the gateway is a cluster: which node answers is not known. Without a sign-in, Holdwatch has no load-balancer cookie for the agent’s own node, and another node may answer “no calls on hold”.',
    'guid-auto-answer':
      'Auto-answer for agents with a GUID from an administrator: it is set when their own desktops sign in. The gateway lists held calls only for agents without auto-answer. With auto-answer on, it may list none.',
    'hold-start':
      'The start of some holds: these calls were already on hold when Holdwatch first saw them, and no start time is reported for them. Their hold times are minimums, marked with ≥.',
  },

  figures: {
    title: 'Live metrics',
    perSecond: 'Requests per second',
    perSecondHint: 'over the last 10 seconds',
    roundTrip: 'Round-trip time',
    roundTripValue: 'Median {p50} · 95th percentile {p95}',
    roundTripHint:
      'no valid answers in the last 5 minutes | 1 answer in the last 5 minutes | {n} answers in the last 5 minutes',
    silences:
      'every request got a valid answer | 1 request got no valid answer | {n} requests got no valid answer',
    sight: 'Time to detect a hold',
    about: 'about {time}',
    mean: 'Average {time}',
    most: 'Maximum {time}',
    measured: 'no holds measured | measured for the last hold | measured for the last {n} holds',
    notMeasured: 'not measured yet',
    expected: 'estimated average, based on the number of queries',
    expectedTime: 'estimated average: about {time}, based on the number of queries',
    agents: 'Agents',
    agentsNone: 'none monitored',
    agentCount: '{state} {n}',
    guid: 'GUID age',
    guidHint: 'The gateway usually renews it every minute',
    uptime: 'Uptime',
    loop: 'Event-loop delay',
    loopHint: 'median, and maximum in the last minute',
    ms: '{n} ms',
    seconds: '{n} s',
    dash: '–',
  },

  report: {
    title: 'Support report',
    lead: 'A text file in English. It leaves this computer only if you send it.',
    inside: 'Included',
    insideList: {
      steps: 'check results and live metrics',
      system: 'Holdwatch and system versions, addresses and certificates of the sources, agent IDs',
      log: 'log: no files yet | log: {lines} in 1 file | log: {lines} in {n} files',
      lines: 'no lines | 1 line | {n} lines',
    },
    outside: 'Not included',
    outsideList: {
      numbers: 'phone numbers of callers or anyone else, in whole or in part',
      secrets: 'passwords, secret keys, GUIDs, and cookies',
    },
    show: 'Show contents',
    hide: 'Hide contents',
    contents: 'Report contents',
    left: 'End of the log. | … 1 earlier log line is also in the file … | … {n} earlier log lines are also in the file …',
    save: 'Save report…',
    saving: 'Saving…',
    saved: 'Saved as {file}.',
    folder: 'Open log folder',
    folderIs: 'The log is in {folder}.',
    folderFailed: 'The folder could not be opened. The log is in {folder}.',
    copy: 'Copy summary',
    copied: 'Copied',
    copyFailed: 'Could not copy',
  },
}
