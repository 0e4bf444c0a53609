'use client'

import dynamic from 'next/dynamic'
import type { ComponentType } from 'react'
import type { CatalogProps } from './catalog.tsx'
import type { Locale } from './locale.ts'

/** A catalog is a script that browsers keep: within each page it was nine tenths of what the server wrote. */
const CATALOGS: Readonly<Record<Locale, ComponentType<CatalogProps>>> = {
  en: dynamic(() => import('./english.tsx')),
  'zh-CN': dynamic(() => import('./chinese.tsx')),
}

export function IntlProvider({ locale, children }: CatalogProps & { readonly locale: Locale }) {
  const Catalog = CATALOGS[locale]
  return <Catalog>{children}</Catalog>
}
