onboarding_urls = []
