'use client'

import messages from '../../messages/zh-CN.json'
import { Catalog, type CatalogProps } from './catalog.tsx'

export default function Chinese(props: CatalogProps) {
  return <Catalog {...props} locale="zh-CN" messages={messages} />
}
