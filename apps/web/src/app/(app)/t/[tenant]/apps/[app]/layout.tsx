import type { ReactNode } from 'react'
import { AppPageFrame } from '../../../../../../components/app/app-page-frame.tsx'

export default function AppPageLayout({ children }: { children: ReactNode }) {
  return <AppPageFrame>{children}</AppPageFrame>
}
