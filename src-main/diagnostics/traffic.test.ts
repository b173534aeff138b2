import { describe, expect, it } from 'vitest'
import { type SourceRequest, Traffic } from './traffic.ts'

const origin = 'https://gw.example:8043'
const other = 'https://other.example:8043'
const ended = (over: Partial<SourceRequest> = {}): SourceRequest => ({
  origin,
  name: 'GET calldata/holdlistex',
  ms: 20,
  retcode: '400-003',
  reason: null,
  renewedGuid: false,
  ...over,
})

function setUp() {
  const clock = { at: 1_000_000 }
  const traffic = new Traffic({ now: () => clock.at, wall: () => clock.at + 1e12 })
  return { traffic, clock }
}

describe('the traffic with a gateway', () => {
  it('counts requests a second over the last ten, including event polls', () => {
    const { traffic, clock } = setUp()
    for (let second = 0; second < 60; second++) {
      clock.at += 1_000
      for (let n = 0; n < 5; n++) traffic.add(ended())
      if (second % 10 === 0) traffic.add(ended({ name: 'GET agentevent', ms: 10_000 }))
    }
    expect(traffic.requestsPerSecond).toBeCloseTo(5.1, 1)
    clock.at += 11_000
    expect(traffic.requestsPerSecond).toBe(0)
  })

  it('divides the requests so far by the seconds that have passed', () => {
    const { traffic, clock } = setUp()
    clock.at += 2_000
    for (let n = 0; n < 8; n++) traffic.add(ended())
    expect(traffic.requestsPerSecond).toBe(4)
  })

  it.each([1, 12, 180, 2_500])('computes the quantiles of responses around %i ms', (ms) => {
    const { traffic } = setUp()
    for (let n = 0; n < 90; n++) traffic.add(ended({ ms }))
    for (let n = 0; n < 10; n++) traffic.add(ended({ ms: 4 * ms }))
    const { p50Ms, p95Ms, answers } = traffic.roundTrip
    expect(answers).toBe(100)
    expect(Math.abs((p50Ms ?? 0) / ms - 1)).toBeLessThan(0.06)
    expect(Math.abs((p95Ms ?? 0) / (4 * ms) - 1)).toBeLessThan(0.06)
  })

  it('excludes long polls and requests without a response from the round trip', () => {
    const { traffic } = setUp()
    traffic.add(ended({ ms: 30 }))
    traffic.add(ended({ name: 'GET agentevent', ms: 10_000, retcode: '0' }))
    traffic.add(ended({ ms: 10_000, retcode: null, reason: 'timeout' }))
    expect(traffic.roundTrip).toMatchObject({ answers: 1, silences: 1 })
    expect(traffic.roundTrip.p95Ms).toBeLessThan(35)
  })

  it('discards data older than five minutes', () => {
    const { traffic, clock } = setUp()
    traffic.add(ended({ ms: 5_000 }))
    clock.at += 299_000
    expect(traffic.roundTrip.answers).toBe(1)
    clock.at += 1_000
    expect(traffic.roundTrip).toMatchObject({ answers: 0, p50Ms: null, p95Ms: null })
  })

  it('stores how the last attempt of a kind ended, and the last successful one', () => {
    const { traffic, clock } = setUp()
    const at = () => clock.at + 1e12
    traffic.add(ended({ name: 'PUT onlineagent/loginex', retcode: '0' }))
    const good = { at: at(), retcode: '0', reason: null }
    expect(traffic.known(origin, 'PUT onlineagent')).toEqual({ last: good, lastGood: good })
    clock.at += 5_000
    traffic.add(ended({ name: 'PUT onlineagent/loginex', retcode: '100-002' }))
    expect(traffic.known(origin, 'PUT onlineagent')).toEqual({
      last: { at: at(), retcode: '100-002', reason: null },
      lastGood: good,
    })
    expect(traffic.known(origin, 'PUT online')).toBeNull()
    expect(traffic.known(other, 'PUT onlineagent')).toBeNull()
    traffic.clear()
    expect(traffic.known(origin, 'PUT onlineagent')).toBeNull()
  })

  it('determines the age of the GUID by the responses that renewed it', () => {
    const { traffic, clock } = setUp()
    expect(traffic.guidAgeMs(origin)).toBeNull()
    traffic.add(ended({ renewedGuid: true }))
    clock.at += 40_000
    traffic.add(ended())
    traffic.add(ended({ origin: other, renewedGuid: true }))
    expect(traffic.guidAgeMs(origin)).toBe(40_000)
    expect(traffic.guidAgeMs(other)).toBe(0)
    traffic.add(ended({ renewedGuid: true }))
    expect(traffic.guidAgeMs(origin)).toBe(0)
  })
})
