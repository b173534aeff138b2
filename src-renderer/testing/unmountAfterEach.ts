/**
 * Runs before each test file: components mounted by a test are unmounted after it. Files share a worker, and a clock or
 * a listener left by a component would affect the next file.
 */
import { afterEach } from 'vitest'

if (typeof document !== 'undefined') {
  const { disableAutoUnmount, enableAutoUnmount } = await import('@vue/test-utils')
  // The previous file has enabled it too, and the library rejects a second call.
  disableAutoUnmount()
  enableAutoUnmount(afterEach)
}
