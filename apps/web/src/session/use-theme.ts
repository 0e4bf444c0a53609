'use client'

import { useState } from 'react'
import { setCookie } from './cookie.ts'
import { THEME_COOKIE, type Theme } from './theme.ts'

export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(current)
  const choose = (next: Theme) => {
    setTheme(next)
    setCookie(THEME_COOKIE, next)
    document.documentElement.classList.remove('light', 'dark')
    if (next !== 'system') document.documentElement.classList.add(next)
  }
  return [theme, choose]
}

function current(): Theme {
  if (typeof document === 'undefined') return 'system'
  const { classList } = document.documentElement
  if (classList.contains('dark')) return 'dark'
  return classList.contains('light') ? 'light' : 'system'
}
