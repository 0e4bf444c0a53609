import type { ReactNode } from 'react'
import { AppFrame } from '../../components/shell/app-frame.tsx'

export default function LabLayout({ children }: { children: ReactNode }) {
  return <AppFrame bare>{children}</AppFrame>
}
