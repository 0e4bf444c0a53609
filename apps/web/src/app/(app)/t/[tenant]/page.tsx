import { AppsHome } from '../../../../components/apps/apps-home.tsx'

export default function AppsPage() {
  return <AppsHome />
}
