/**
 * Runs before each test file: what a test has mounted is taken away after it. Files share a
 * worker, and a clock or a listener that a component leaves behind would reach the next file.
 */
import { afterEach } from 'vitest'

if (typeof document !== 'undefined') {
  const { disableAutoUnmount, enableAutoUnmount } = await import('@vue/test-utils')
  // The file before this one has enabled it, too, and the library refuses a second time.
  disableAutoUnmount()
  enableAutoUnmount(afterEach)
}
