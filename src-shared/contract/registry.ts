import { z } from 'zod'
import { about } from './about.ts'
import { boardPatch, boardSnapshot } from './board.ts'
import { diagnosis, liveFigures, reportPreview } from './diagnostics.ts'
import {
  exportedNumbers,
  exportState,
  historyCharts,
  historyFacets,
  historyFilter,
  historyPage,
  historySort,
  holdDetails,
  historyState,
  todayFigures,
} from './history.ts'
import { playedSound, preferenceChange, preferenceTable } from './preferences.ts'
import {
  fileChoice,
  filePreview,
  foundAgents,
  rosterBook,
  rosterChange,
  rosterSwitch,
  savedRoster,
} from './rosters.ts'
import {
  certificateCheck,
  notice,
  parsedList,
  roster,
  setupDraft,
  setupView,
  signedIn,
  signInInput,
  trustedGateway,
  watchInput,
} from './setup.ts'
import { cmsInput, newCms, newGateway, sourcesView } from './sources.ts'
import { updateView } from './updates.ts'

const request = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({
  input,
  output,
})
const nothing = z.null()
/** More than a note takes, so that what is too long is refused in words. */
const noteText = z.string().max(10_000)

/** Every request the renderer can make. Names are `domain.verb_noun`. */
export const requests = {
  'app.get_info': request(nothing, z.object({ version: z.string(), notices: z.array(notice) })),
  'about.get': request(nothing, about),
  'about.open_data_folder': request(nothing, z.object({ opened: z.boolean() })),
  /** Null where no administrator has set a server: then none is ever contacted. */
  'updates.get': request(nothing, updateView.nullable()),
  /** Quits, installs the version that is ready, and starts it. */
  'updates.install': request(nothing, nothing),
  'app.dismiss_notice': request(z.object({ id: z.string() }), nothing),

  'setup.get': request(nothing, setupView),
  'setup.save_draft': request(setupDraft, nothing),
  /** Starts a simulated gateway inside the app and fills the draft in for it. */
  'setup.start_simulator': request(nothing, setupView),
  /** Finishes a TLS handshake at the address, sends nothing, and returns the certificate. */
  'setup.check_address': request(z.object({ address: z.string().max(2000) }), certificateCheck),
  /** Goes back to a step; the watch continues until something is changed there. */
  'setup.go_to': request(
    z.object({ route: z.enum(['welcome', 'address', 'certificate', 'sign-in', 'watch', 'board']) }),
    setupView,
  ),

  /** Trusts the certificate that `setup.check_address` or the watch last saw at this origin. */
  'trust.accept': request(z.object({ origin: z.string(), sha256: z.string() }), setupView),
  'trust.get_list': request(nothing, z.array(trustedGateway)),
  'trust.forget': request(z.object({ origin: z.string(), sha256: z.string() }), nothing),

  'session.sign_in': request(signInInput, signedIn),
  /** Per-agent way: nothing to sign in yet, goes on to the agents. */
  'session.use_agents': request(nothing, nothing),

  /** The CC-CMS way: checks the key with a cheap request. */
  'session.use_cms': request(cmsInput, nothing),

  'sources.get': request(nothing, sourcesView),
  /** Finishes a TLS handshake at the address of a source to be added, sends nothing, and returns the certificate. */
  'sources.check_address': request(z.object({ address: z.string().max(2000) }), certificateCheck),
  /** The same at the address of a source that is there already. */
  'sources.check_certificate': request(z.object({ origin: z.string() }), certificateCheck),
  /** Trusts the certificate that one of these last saw at this origin. */
  'sources.accept_certificate': request(
    z.object({ origin: z.string(), sha256: z.string() }),
    nothing,
  ),
  /** Signs an inspector in at a further gateway, and watches the agents there, too. */
  'sources.add_gateway': request(newGateway, sourcesView),
  /** Reads from a CC-CMS, too; or again, with another key. */
  'sources.add_cms': request(newCms, sourcesView),
  /** Signs a further inspector in at a gateway, for another node of its cluster; or one of its accounts again. */
  'sources.add_account': request(newGateway, sourcesView),
  'sources.remove_account': request(
    z.object({ origin: z.string(), agentId: z.string() }),
    sourcesView,
  ),
  'sources.rename': request(
    z.object({ origin: z.string(), name: z.string().max(60) }),
    sourcesView,
  ),
  'sources.set_paused': request(
    z.object({ origin: z.string(), isPaused: z.boolean() }),
    sourcesView,
  ),
  /** Signs out there; calls that only this source has listed disappear from the board. Never the first one. */
  'sources.remove': request(z.object({ origin: z.string() }), sourcesView),

  'watch.get_roster': request(nothing, roster),
  'watch.parse_list': request(z.object({ text: z.string().max(100_000) }), parsedList),
  /** Replaces the watch list and goes to the board. */
  'watch.set_agents': request(watchInput, nothing),
  'watch.add_agents': request(watchInput, nothing),
  'watch.remove_agent': request(z.object({ agentId: z.string() }), nothing),
  /** Queries this agent at once, whatever the back-off. */
  'watch.retry_agent': request(z.object({ agentId: z.string() }), nothing),
  /** Pauses the watch, or resumes it and queries all agents at once. */
  'watch.set_paused': request(z.object({ paused: z.boolean() }), nothing),
  /** Retries the gateway at once. */
  'watch.retry': request(nothing, nothing),

  'rosters.get': request(nothing, rosterBook),
  /** Adds a roster, or changes the one of this name. */
  'rosters.save': request(rosterChange, rosterBook),
  'rosters.delete': request(savedRoster.pick({ name: true }), rosterBook),
  /** Replaces the watch list; calls held by agents who are removed disappear from the board. */
  'rosters.switch_to': request(rosterSwitch, nothing),
  /** Finds agents in any text: a list, a mail, cells of a spreadsheet. */
  'rosters.read_text': request(z.object({ text: z.string().max(100_000) }), foundAgents),
  /** Asks for a CSV file and parses it; `null` where none was chosen. Nothing is saved. */
  'rosters.open_file': request(nothing, filePreview.nullable()),
  /** Parses the same file again. */
  'rosters.read_file': request(fileChoice, filePreview),
  /** Asks for a file and writes the roster to it as CSV; `null` where none was chosen. */
  'rosters.export_file': request(
    savedRoster.pick({ name: true }),
    z.object({ file: z.string() }).nullable(),
  ),

  'preferences.get': request(nothing, preferenceTable),
  'preferences.set': request(preferenceChange, preferenceTable),
  /** Resets settings to their defaults; locked ones stay. */
  'preferences.reset': request(nothing, preferenceTable),

  'board.get_snapshot': request(nothing, boardSnapshot),
  /** The unmasked number of one row, on explicit request. */
  'hold.reveal_number': request(z.object({ holdId: z.string() }), z.object({ number: z.string() })),
  'hold.get_details': request(z.object({ holdId: z.string() }), holdDetails),
  /** The phone of the agent who holds; empty where it is not known, or no number may be shown. */
  'hold.get_phone': request(z.object({ holdId: z.string() }), z.object({ phone: z.string() })),
  /** Sends a note to the agent who holds. Answered once the gateway has accepted it, which is all it tells. */
  'hold.send_note': request(z.object({ holdId: z.string(), text: noteText }), nothing),
  /** Sends a note to the account that is signed in, to find out what the gateway makes of it. */
  'notes.send_test': request(z.object({ text: noteText }), nothing),
  /** No alert for this hold until its level rises. */
  'hold.acknowledge': request(z.object({ holdId: z.string() }), nothing),
  /** Acknowledges those of these holds that are amber or worse and not acknowledged yet; returns which. */
  'hold.acknowledge_all': request(
    z.object({ holdIds: z.array(z.string()).max(20_000) }),
    z.object({ holdIds: z.array(z.string()) }),
  ),
  /** No alert for this hold for this long, or until its level rises. */
  'hold.snooze': request(
    z.object({
      holdId: z.string(),
      minutes: z.union([z.literal(1), z.literal(3), z.literal(5)]),
    }),
    nothing,
  ),
  /** Undoes an acknowledgement or a snooze. */
  'hold.clear_attention': request(z.object({ holdId: z.string() }), nothing),
  /** The same for several. */
  'hold.clear_attention_all': request(
    z.object({ holdIds: z.array(z.string()).max(20_000) }),
    nothing,
  ),
  /** No alert at all for this long; null ends that. */
  'alerts.snooze_all': request(
    z.object({ minutes: z.union([z.literal(15), z.literal(30), z.literal(60)]).nullable() }),
    nothing,
  ),

  'history.get_page': request(
    z.object({
      filter: historyFilter,
      sort: historySort,
      offset: z.number().int().min(0),
      limit: z.number().int().min(1).max(500),
    }),
    historyPage,
  ),
  /** The unmasked number of one past hold, on explicit request. */
  'history.reveal_number': request(z.object({ id: z.number() }), z.object({ number: z.string() })),
  'history.get_facets': request(nothing, historyFacets),
  'history.get_charts': request(z.object({ filter: historyFilter }), historyCharts),
  'history.get_today': request(nothing, todayFigures),
  'history.get_state': request(nothing, historyState),
  /** Asks for a file and writes it in the background; `null` where no file was chosen. */
  'history.export': request(
    z.object({ filter: historyFilter, numbers: exportedNumbers }),
    exportState.nullable(),
  ),
  /** Shows the folder of the last export in the system's file manager, where there is one. */
  'history.open_export_folder': request(
    nothing,
    z.object({ opened: z.boolean(), folder: z.string() }).nullable(),
  ),
  'history.cancel_export': request(nothing, nothing),
  /** Deletes all past holds, at once. */
  'history.delete_all': request(nothing, nothing),
  /** Confirms that the holds waiting for deletion (`deletionWaits`) may be deleted. */
  'history.confirm_deletion': request(nothing, nothing),

  /** The last run of the checks since the app was started, or the current one. */
  'diagnostics.get_last': request(nothing, diagnosis.nullable()),
  /** Checks the connection to the gateway in use, or to the address entered in the set-up; null without either. */
  'diagnostics.run': request(nothing, diagnosis.nullable()),
  'diagnostics.get_figures': request(nothing, liveFigures),
  /** The content of a report for support, as it would be written. */
  'diagnostics.preview_report': request(nothing, reportPreview),
  /** Asks for a file and writes the report to it; `null` where no file was chosen. */
  'diagnostics.save_report': request(nothing, z.object({ file: z.string() }).nullable()),
  /** Shows the log's folder in the system's file manager, where there is one. */
  'diagnostics.open_log_folder': request(
    nothing,
    z.object({ opened: z.boolean(), folder: z.string() }),
  ),
} as const

export type Requests = typeof requests
export type RequestName = keyof Requests
export type Input<N extends RequestName> = z.input<Requests[N]['input']>
export type Output<N extends RequestName> = z.output<Requests[N]['output']>

/** Every event that the main process sends. */
export const events = {
  'board.patch': boardPatch,
  /** The set-up changed: another route, another certificate. */
  'setup.changed': setupView,
  /** A source was added, changed or removed, or its state changed. */
  'sources.changed': sourcesView,
  'app.notice': notice,
  'updates.changed': updateView,
  'preferences.changed': preferenceTable,
  /** Holds ended, or past holds were deleted: earlier results are outdated. */
  'history.changed': todayFigures,
  'history.state_changed': historyState,
  'history.export_moved': exportState,
  /** A step of the checks started or ended. */
  'diagnostics.moved': diagnosis,
  /** Play this now, at this volume in percent. */
  'alert.sound': z.object({ sound: playedSound, volume: z.number() }),
  /** A row or the settings were chosen in the tray's menu. */
  'app.show': z.discriminatedUnion('what', [
    z.object({ what: z.literal('settings') }),
    z.object({ what: z.literal('hold'), holdId: z.string() }),
  ]),
} as const

export type Events = typeof events
export type EventName = keyof Events
export type EventData<N extends EventName> = z.output<Events[N]>

/** The one channel for requests and the one for events. */
export const requestChannel = 'holdwatch:request'
export const eventChannel = 'holdwatch:event'
