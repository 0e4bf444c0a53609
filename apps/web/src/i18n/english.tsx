'use client'

import messages from '../../messages/en.json'
import { Catalog, type CatalogProps } from './catalog.tsx'

export default function English(props: CatalogProps) {
  return <Catalog {...props} locale="en" messages={messages} />
}
