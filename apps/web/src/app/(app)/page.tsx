import { Landing } from '../../components/shell/landing.tsx'

export default function LandingPage() {
  return <Landing />
}
