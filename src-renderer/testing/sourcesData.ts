import type {
  CertificateCheck,
  SourceAccount,
  SourcesView,
  SourceView,
} from '../../src-shared/contract/index.ts'
import { watchState } from './boardData.ts'

/** Sources for tests: a gateway, to which others may be added. */
export const gatewayOrigin = 'https://cc-gateway.example:8043'
export const cmsOrigin = 'https://cc-cms.example:28080'

export const sourceAccount = (over: Partial<SourceAccount> = {}): SourceAccount => ({
  agentId: '10900',
  phone: '70900',
  withoutLicence: true,
  state: 'signed-in',
  reason: null,
  retcode: null,
  node: 'AgentGateway0',
  visibleAgents: 22,
  ...over,
})

export const sourceView = (over: Partial<SourceView> = {}): SourceView => ({
  origin: gatewayOrigin,
  name: '',
  way: 'inspector',
  isFirst: true,
  isPaused: false,
  watch: watchState(),
  agents: 40,
  expectedMs: 1_300,
  accounts: [sourceAccount()],
  center: null,
  nodes: ['AgentGateway0'],
  elsewhere: [],
  ...over,
})

export const cmsView = (over: Partial<SourceView> = {}): SourceView =>
  sourceView({
    origin: cmsOrigin,
    way: 'cms',
    isFirst: false,
    expectedMs: 1_000,
    accounts: [],
    center: { accessKey: 'EXAMPLEAK1', ccId: 1, vdn: 7 },
    nodes: [],
    ...over,
  })

export const sourcesView = (over: Partial<SourcesView> = {}): SourcesView => ({
  sources: [sourceView()],
  canAdd: true,
  canRemember: true,
  ...over,
})

export const certificateCheck = (over: Partial<CertificateCheck> = {}): CertificateCheck => ({
  origin: 'https://gateway-b.example:8043',
  verdict: 'untrusted',
  reasons: ['self-signed'],
  facts: {
    sha256: Array.from({ length: 32 }, (_, i) => (i + 16).toString(16).toUpperCase()).join(':'),
    subject: 'agw-node-2',
    issuer: 'agw-node-2',
    names: ['agw-node-2'],
    validFrom: Date.UTC(2024, 2, 2),
    validTo: Date.UTC(2034, 1, 28),
  },
  before: [],
  ...over,
})
