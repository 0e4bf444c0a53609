'use client'

import { createContext, useContext } from 'react'

type Palette = { readonly open: () => void; readonly showKeys: () => void }

const PaletteContext = createContext<Palette>({ open: () => undefined, showKeys: () => undefined })
export const PaletteContextProvider = PaletteContext.Provider

export function usePalette(): Palette {
  return useContext(PaletteContext)
}
