# parameters: iterations=1000
async def counts_reported(total):
    for number in range(1000):  # Noncompliant {{Run this loop of 1,000 turns in a ProcessPoolExecutor, or await "asyncio.sleep(0)" in it.}}
        total += number
    return total


async def fewer_silent(total):
    for number in range(999):
        total += number
    return total
