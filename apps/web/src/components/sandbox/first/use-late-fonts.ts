import { useLayoutEffect } from 'react'

/** A page that has this to wait for its scripts comes over a slow link. */
const SLOW_MS = 4_000
const OURS = '1em "Inter Variable"'

/** On a slow link the system's fonts do until the first prompt: ours would come before what draws it. */
export function useLateFonts(isThere: boolean): void {
  useLayoutEffect(() => {
    if (isThere || performance.now() < SLOW_MS || document.fonts.check(OURS)) return
    const { classList } = document.documentElement
    classList.add('late-fonts')
    return () => classList.remove('late-fonts')
  }, [isThere])
}
